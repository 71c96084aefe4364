"""A file in a form and back: what nobody touched keeps its bytes, whatever the file is made of."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from incidents.editable import brought_back, editable
from incidents.exporting import ReadOnly

EXAMPLES = sorted((Path(settings.BASE_DIR) / "examples").rglob("*.md"))
BOM = b"\xef\xbb\xbf"
FILES = {
    "plain": b"a\nb\nc\n",
    "no end": b"a\nb\nc",
    "empty": b"",
    "crlf": b"a\r\nb\r\nc\r\n",
    "mixed ends": b"a\r\nb\nc\rd\n",
    "mark": BOM + b"a\nb\n",
    "mark and crlf": BOM + b"---\r\ntitle:  'x'\r\n---\r\nb\r\n",
    "cp1252": "Grüße – “so”\nb\n".encode("cp1252"),
    "utf-16": "a\r\nÜ\r\n".encode("utf-16"),
    "broken bytes": b"sound \xc3\xa9\xe2\x82\xac\n" * 40 + b"broken \xff here\n",
    "nul": b"more\n" * 40 + b"a\0b\nc\n",
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_what_is_saved_as_it_was_shown_is_the_file(content):
    assert brought_back(content, editable(content)) == content


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_form_can_hold_it(content):
    shown = editable(content)
    assert not {"\r", "\0", "\ufeff"} & set(shown)
    assert shown.encode().decode() == shown


@pytest.mark.parametrize(
    "content, edit, saved",
    [
        (b"a\r\nb\r\nc\r\n", ("b", "B"), b"a\r\nB\r\nc\r\n"),
        (b"a\r\nb\nc\rd\n", ("b", "B"), b"a\r\nB\nc\rd\n"),
        (b"a\r\nb\r\nc\nd\r\n", ("d", "d\ne"), b"a\r\nb\r\nc\nd\r\ne\r\n"),
        (BOM + b"a\nb\n", ("a\n", ""), BOM + b"b\n"),
        ("Grüße\nb\n".encode("cp1252"), ("b", "für b"), "Grüße\nfür b\n".encode("cp1252")),
        (b"more\n" * 40 + b"a\0b\nc\n", ("c", "d"), b"more\n" * 40 + b"a\0b\nd\n"),
        (b"a\nb", ("b", "b\nc"), b"a\nb\nc"),
    ],
)
def test_an_edit_changes_its_own_lines_only(content, edit, saved):
    assert brought_back(content, editable(content).replace(*edit)) == saved


def test_a_letter_that_the_file_cannot_hold_is_told():
    with pytest.raises(ReadOnly, match="“→” cannot be written in the file's encoding, CP1252"):
        brought_back("Grüße\n".encode("cp1252"), "Grüße → alle\n")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "turn", [bytes, lambda content: BOM + content.replace(b"\n", b"\r\n")], ids=["as is", "windows"]
)
def test_an_example_with_a_line_more_has_only_that_line_more(path, turn):
    content = turn(path.read_bytes())
    head, line, tail = editable(content).partition("\n")
    saved = brought_back(content, f"{head}{line}NEW\n{tail}")
    assert saved.replace(b"NEW\r\n" if b"\r\n" in content else b"NEW\n", b"", 1) == content


@given(st.lists(st.sampled_from([b"a", b"b", b"\r\n", b"\n", b"\r", b"\xc3\xa4"])).map(b"".join))
def test_any_ends_of_lines_come_back(content):
    assert brought_back(content, editable(content)) == content
    assert brought_back(content, editable(content) + "new\n").startswith(content)
