"""Each document of cases/ is read as the JSON beside it says: one small document for each dialect."""

import json
from pathlib import Path

import pytest

from incidents.reading.encodings import NotText
from incidents.reading.read import read_document
from incidents.reading.values import ReadDocument

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> tuple[ReadDocument, dict]:
    path: Path = request.param
    return read_document(path.name, path.read_bytes()), json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_every_dialect_has_a_case() -> None:
    assert len(CASES) >= 17


def test_document_is_known_by_its_fields(case: tuple[ReadDocument, dict]) -> None:
    read, expected = case
    assert [read.kind, read.date, read.status, read.severity] == [
        expected[name] for name in ("kind", "date", "status", "severity")
    ]


def test_findings_are_found_and_nothing_else(case: tuple[ReadDocument, dict]) -> None:
    read, expected = case
    assert [told(f) for f in read.findings] == expected["findings"]


def test_links_join_what_belongs_together(case: tuple[ReadDocument, dict]) -> None:
    read, expected = case
    assert [f"{link.source} {link.relation} {link.target}" for link in read.links] == expected["links"]
    assert all(link.reason for link in read.links)


def test_findings_quote_the_lines_they_name(case: tuple[ReadDocument, dict]) -> None:
    read, _ = case
    lines = read.text.split("\n")
    for finding in read.findings:
        quoted = " ".join(lines[finding.lines[0] - 1 : finding.lines[1]]).lower()
        last_word = finding.text.rstrip(".。").split()[-1].strip("`'\"()").lower()
        assert last_word in quoted


def told(finding) -> dict:
    said = {
        "id": finding.id,
        "kind": finding.kind,
        "lines": list(finding.lines),
        "outcome": finding.outcome,
        "tentative": finding.tentative,
        "confidence": finding.confidence,
        "text": finding.text,
    }
    return {name: value for name, value in said.items() if value not in ("", False)}


def test_conflict_between_front_matter_and_text_is_said() -> None:
    read = read_document("a.md", b"---\ntitle: A\nstatus: resolved\n---\n\n# A\n\n**Status:** open\n")
    assert read.status == "resolved"
    assert [fault.line for fault in read.faults] == [8]
    assert read.faults[0].message == "The front-matter says status 'resolved', the text 'open'."


def test_fields_are_kept_as_written() -> None:
    read = read_document("a.md", b"# A\n\n**Severity:** HIGH (all users)\n**Reported by:** Ada\n")
    assert read.fields["severity"] == "HIGH (all users)"
    assert read.fields["reported_by"] == "Ada"
    assert read.severity == "high"


def test_binary_is_refused() -> None:
    with pytest.raises(NotText):
        read_document("a.md", b"\x89PNG\r\n\x1a\n\x00\x00")


@pytest.mark.parametrize("text", ["", "\n", "---\n", "# \n", "|\n|-\n", "- \n- \n", "**Fix:**\n", "> \n", "## Fix\n"])
def test_almost_nothing_is_read_as_nothing(text: str) -> None:
    assert read_document("a.md", text.encode()).findings == ()


def test_form_that_is_not_filled_in_gives_nothing_and_says_so() -> None:
    read = read_document("a.md", b"# Incident YYYY-MM-DD\n\n## Root cause\n\nThe pool was too small.\n")
    assert read.findings == ()
    assert read.faults[0].message.startswith("This is a form that is still to be filled in")


def test_findings_beyond_the_most_are_left_out_and_it_is_said() -> None:
    causes = "- The disk of the worker was full\n- Nobody watched the queue of mails\n- A lock was held forever\n"
    read = read_document("outage.md", f"# Outage\n\n## Root causes\n\n{causes}".encode(), most_findings=2)
    assert [finding.lines for finding in read.findings] == [(5, 5), (6, 6)]
    assert [(fault.line, "findings were left out (1)" in fault.message) for fault in read.faults] == [(7, True)]
