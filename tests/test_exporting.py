import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exporting import ReadOnly, export
from incidents.reading.encodings import decode
from incidents.reading.front_matter import read_front_matter

NOTE = """\
---
# who to ask: ops
title: Queue stalls
status: "open"  # since Monday
owner: 'ann'

tags: [queue, "redis"]
rules:
  - drain first   # always
  - "then: stop"
  # the last one
  - restart
tech-stack:
  added: []
  patterns:
    - retry once
summary: |
  One.
  Two.
status: closed
---

# Queue stalls
"""


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in after.split("\n") if line not in before.split("\n")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(NOTE.encode(), id="plain"),
        pytest.param(NOTE.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(NOTE.rstrip().encode("utf-8-sig"), id="byte order mark, no final newline"),
        pytest.param(NOTE.encode("utf-16"), id="utf-16"),
        pytest.param("---\ntitle: größer\n---\n".encode("cp1252"), id="cp1252"),
        pytest.param("# âœ… misread\n".encode(), id="mojibake"),
        pytest.param(b"\xff\x00\x80 broken", id="bytes that are no text"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_nobody_edits_goes_out_byte_for_byte(content):
    assert export(content) == content


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        pytest.param("title", "Queue is slow", ["title: Queue is slow"], id="bare"),
        pytest.param("title", "Fix: slow", ['title: "Fix: slow"'], id="needs quotes"),
        pytest.param("title", "06", ["title: 06"], id="text that looks like a number"),
        pytest.param("status", "resolved", ['status: "resolved"  # since Monday'], id="quotes and comment stay"),
        pytest.param("owner", "Bob's team", ["owner: 'Bob''s team'"], id="single quotes"),
        pytest.param("tags", ["queue", "a, b"], ['tags: [queue, "a, b"]'], id="list in brackets"),
        pytest.param("rules", ["drain first", "wait"], ["  - wait"], id="item added, item kept with its comment"),
        pytest.param("rules", [], ["rules: []"], id="list emptied"),
        pytest.param("tech-stack.patterns", ["retry twice"], ["    - retry twice"], id="one level down"),
        pytest.param("tech-stack.added", ["redis"], ["  added: [redis]"], id="empty list filled"),
        pytest.param("summary", "One.\nThree.", ["  Three."], id="block text"),
        pytest.param("team", "ops", ["team: ops"], id="new key"),
    ],
)
def test_an_edited_field_changes_its_own_lines_only(name, value, lines):
    exported = export(NOTE.encode(), {name: value}).decode()
    assert changed_lines(NOTE, exported) == lines
    before, after = read_front_matter(NOTE), read_front_matter(exported)
    assert {key for key in after.fields if after.fields[key] != before.fields.get(key)} == {name.split(".")[0]}
    assert after.body == before.body


def test_saying_the_same_again_changes_nothing():
    assert export(NOTE.encode(), {"status": "open", "tags": ["queue", "redis"]}) == NOTE.encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"---\r\na: b\r\n---\r\nx\r\n", b"---\r\na: c\r\n---\r\nx\r\n", id="windows line ends"),
        pytest.param(
            b"\xef\xbb\xbf---\na: b\n---", b"\xef\xbb\xbf---\na: c\n---", id="byte order mark, block at the end"
        ),
        pytest.param(b"---\na: b\nz: \xe4\n---\n", b"---\na: c\nz: \xe4\n---\n", id="cp1252"),
        pytest.param(b"---\na: \xe4\n---\n\x9d", b"---\na: c\n---\n\x9d", id="cp1252 with a hole"),
        pytest.param("---\na: b\n---\nä".encode("utf-16"), "---\na: c\n---\nä".encode("utf-16"), id="utf-16"),
        pytest.param(b"a: b\nd: e\n---\nx", b"a: c\nd: e\n---\nx", id="block that nothing opens"),
        pytest.param(b"# x\n", b"---\na: c\n---\n# x\n", id="no block yet"),
        pytest.param(
            "---\na: b\n---\nâœ…".encode(), "---\na: c\n---\nâœ…".encode(), id="mojibake stays in other lines"
        ),
    ],
)
def test_the_rest_of_the_file_stays_as_it_is(content, expected):
    assert export(content, {"a": "c"}) == expected


def test_a_new_value_is_written_in_the_encoding_of_the_file():
    content = "---\na: alt\nz: größer\n---\n".encode("cp1252")
    assert export(content, {"a": "“später”"}) == "---\na: “später”\nz: größer\n---\n".encode("cp1252")


def test_an_edited_body_leaves_the_block_alone():
    exported = export(NOTE.replace("\n", "\r\n").encode(), body="# New\n\ntext\n")
    assert exported == NOTE.replace("\n", "\r\n").encode().split(b"\r\n# Queue")[0] + b"# New\r\n\r\ntext\r\n"


@pytest.mark.parametrize(
    ("content", "changes"),
    [
        pytest.param(b"---\na: [x] y\nb: c\n---\n", {"b": "d"}, id="broken yaml"),
        pytest.param(b"---\na: b\n\n# Body\n", {"a": "c"}, id="never closed"),
        pytest.param(b"+++\na = 1\n+++\n", {"a": "2"}, id="toml"),
        pytest.param(b"---\na: &x b\nc: *x\n---\n", {"a": "d"}, id="a value that another one repeats"),
        pytest.param(b"---\na: \xe4\n---\n", {"a": "→"}, id="letter that the encoding lacks"),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(content, changes):
    with pytest.raises(ReadOnly, match=r"\.$"):
        export(content, changes)


# Not every letter there is: some pairs of them are mojibake, and would be repaired.
LETTERS = "".join(map(chr, range(32, 127))) + "é→✅日\n"
WORDS = st.text(LETTERS, min_size=1).map(str.strip).filter(bool)


@given(value=WORDS | st.lists(WORDS, max_size=3))
def test_any_value_reads_back_as_it_was_given(value):
    exported = export(NOTE.encode(), {"title": value})
    assert read_front_matter(decode(exported).text).fields["title"] == value
