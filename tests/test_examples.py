"""What a new site starts with reads well: a first visitor judges Errata by these documents."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from incidents.reading.read import read_document
from kb.patterns.folders import read_folder

ROOT = Path(settings.BASE_DIR)
EXAMPLES = sorted((ROOT / "examples").rglob("*.md"))
PATTERNS = sorted((ROOT / "patterns").glob("*/pattern.md"))
KINDS = {"incident", "prp", "sprint", "summary", "debug_log", "solution"}


def read(path):
    return read_document(path.relative_to(ROOT).as_posix(), path.read_bytes())


def found(document):
    return Counter(finding.kind for finding in document.findings)


@pytest.mark.parametrize("path", EXAMPLES + PATTERNS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_reads_without_a_fault_and_names_a_failure_and_what_prevents_it(path):
    document = read(path)
    assert document.faults == ()
    assert document.title
    assert found(document)["signature"] >= 1
    assert found(document)["rule"] + found(document)["pattern"] >= 1


@pytest.mark.parametrize("path", PATTERNS, ids=lambda path: path.parent.name)
def test_each_pattern_tells_the_whole_story(path):
    assert set(found(read(path))) == {"signature", "cause", "fix", "rule", "pattern"}


def test_what_is_always_true_was_met_on_no_day():
    assert {read(path).date for path in PATTERNS} == {None}


@pytest.mark.parametrize("path", PATTERNS, ids=lambda path: path.parent.name)
def test_each_pattern_has_its_suites_and_names_the_libraries_that_they_need(path):
    folder = read_folder(path.parent)
    assert {name.lower() for name in folder.required} - {"pytest"} <= folder.libraries.keys()
    assert folder.symptoms
    stray = {file.name for suffix in ("md", "txt") for file in path.parent.rglob(f"*.{suffix}")}
    assert stray <= {"pattern.md", "requirements.txt"}


def test_the_examples_show_every_kind_of_document_and_every_outcome():
    documents = [read(path) for path in EXAMPLES]
    outcomes = {finding.outcome for document in documents for finding in document.findings if finding.kind == "fix"}
    assert len(documents) >= 12
    assert {document.kind for document in documents} >= KINDS
    assert outcomes == {"worked", "failed", "proposed"}


def test_failures_are_met_in_more_than_one_document():
    documents = [read(path) for path in EXAMPLES + PATTERNS]
    messages = Counter(
        message
        for document in documents
        for message in {finding.text.partition(": ")[2] for finding in document.findings if finding.kind == "signature"}
    )
    assert sum(count > 1 for count in messages.values()) >= 4
