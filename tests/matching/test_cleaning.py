"""What is taken off a paste before it is read, and what has to stay."""

import pytest

from incidents.reading.cleaning import LINE_HEAD, MAX_BYTES, clean

TIME = "2026-03-17T02:41:37.6638516Z"

CLEANED = [
    ("colours", "\x1b[1m\x1b[31mE   assert 500 == 404\x1b[0m", "E   assert 500 == 404"),
    ("colours without escape", "[1m[31mE   assert 1[0m", "E   assert 1"),
    ("colours spelled out", "\\x1b[31mboom\\x1b[0m", "boom"),
    ("hyperlink", "see \x1b]8;;http://x\x07here\x1b]8;;\x07", "see here"),
    ("progress overwritten", "10%\r50%\rValueError: x", "ValueError: x"),
    ("progress and nothing", "ValueError: x\r", "ValueError: x"),
    ("windows lines", "a\r\nb\r\n", "a\nb\n"),
    ("zero width and bidi", "Value\u200bError\u202e: x", "ValueError: x"),
    ("nul and byte order mark", "\ufeffa\x00b", "ab"),
    ("entities", "AttributeError: &#39;str&#39; object &lt;x&gt;", "AttributeError: 'str' object <x>"),
    ("web page", "<pre>Traceback<br/>\nValueError: x</pre>", "Traceback\nValueError: x"),
    ("fence", "```python\nValueError: x\n```", "\nValueError: x\n"),
    ("quotation", "> Traceback:\n>   File\n> ValueError: x", "Traceback:\n  File\nValueError: x"),
    ("github", f"{TIME} a\n{TIME}   b\n{TIME} ", "a\n  b\n"),
    ("github cli", f"build\tRun tests\t{TIME} a\nbuild\tRun tests\t{TIME} b", "a\nb"),
    ("gitlab", f"{TIME} 01O a\n{TIME} 01E b", "a\nb"),
    ("gitlab section", "section_start:1700000000:job\r\x1b[0K$ make", "$ make"),
    ("kubernetes", f"{TIME} stderr F a\n{TIME} stderr F b", "a\nb"),
    ("compose", "app-1  | a\napp-1  |   b\ndb-1   | c", "a\n  b\nc"),
    ("journal", "Mar  7 09:00:01 web1 app[12]: a\nMar  7 09:00:02 web1 app[12]: b", "a\nb"),
    ("jenkins", f"[{TIME}] a\n[{TIME}] b", "a\nb"),
    ("jenkins note", "\x1b[8mha:AAAA+b/9=\x1b[0mERROR: x", "ERROR: x"),
    ("azure", "##[error]Bash exited with code '1'.", "Bash exited with code '1'."),
    ("xdist", "[gw0] a\n[gw1] b", "a\nb"),
    ("comment", "# Traceback:\n#   File\n# ValueError: x", "Traceback:\n  File\nValueError: x"),
    ("json records", '{"level":"info","msg":"up"}\n{"level":"error","msg":"boom"}', "up\nERROR boom"),
    ("json stack", '{"msg":"boom","stack":"Error: x\\n    at f"}', "boom\nError: x\n    at f"),
    ("annotation", "F::error file=a.py::test_x%0A%0AKeyError: 50%25", "::error file=a.py::test_x\nKeyError: 50%\n"),
    ("escaped", r"Traceback (most recent call last):\n  File", "Traceback (most recent call last):\n  File"),
]  # fmt: skip


@pytest.mark.parametrize("text, words", [case[1:] for case in CLEANED], ids=[case[0] for case in CLEANED])
def test_what_is_not_a_word_of_the_error_goes(text, words):
    assert clean(text).text == words


KEPT = [
    ("pytest's own mark", "    def test_x():\n>       f()\nE       KeyError: 1"),
    ("one line with a time", f"starting\n{TIME} a\nValueError: x\nat the end"),
    ("python's module frame", '  File "<stdin>", line 1, in <module>'),
    ("code frame", "4 |     let x = &mut y;\n  |             ^^^^^^"),
    ("maven level", "[ERROR] a\n[ERROR] b"),
    ("react's tags", "<div> cannot appear as a descendant of <p>"),
    ("list brackets", "assert x[0] == [1m, 2]"),
    ("box of an exception group", "  | ValueError: x\n  +-+---------------- 1 ----------------"),
    ("broken json", '{"a": 1\n{"b": 2}'),
]


@pytest.mark.parametrize("text", [case[1] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_belongs_to_the_error_stays(text):
    assert clean(text).text == text


def test_a_junit_report_keeps_its_entities():
    text = '<testcase name="t"><failure message="&lt;x&gt;">a</failure></testcase>'
    assert clean(text).text == text


def test_every_line_knows_where_it_came_from():
    cleaned = clean("one\n::error file=a::x%0Ay\nthree")
    assert list(zip(cleaned.text.split("\n"), cleaned.origin, strict=True)) == [
        ("one", 1),
        ("::error file=a::x", 2),
        ("y", 2),
        ("", 2),
        ("three", 3),
    ]


def test_prefixes_taken_off_are_said():
    assert clean("app-1 | a\napp-1 | b").notices == ("Taken off before reading: Compose service.",)


def test_a_long_line_keeps_its_head_and_tail_and_that_is_said():
    cleaned = clean("a" * 10_000 + "ValueError: x")
    assert cleaned.text.startswith("a" * LINE_HEAD)
    assert cleaned.text.endswith("ValueError: x")
    assert "1 lines were longer than 5120 characters" in cleaned.notices[0]


def test_a_long_text_keeps_its_head_and_tail_and_that_is_said():
    lines = [f"line {number:08}" for number in range(MAX_BYTES // 10)]
    cleaned = clean("\n".join(lines))
    assert len(cleaned.text) <= MAX_BYTES
    assert cleaned.text.startswith(lines[0])
    assert cleaned.text.endswith(lines[-1])
    assert cleaned.origin[-1] == len(lines)
    assert "left out" in cleaned.notices[0]


def test_one_endless_line_is_cut():
    assert len(clean("x" * (MAX_BYTES + 1)).text) < 6000


@pytest.mark.parametrize(
    "text", ["", "\n", "\r", "\x1b[", "::error", '{"', "section_start:", "&lt", "[0m", "<br><p\n>"]
)
def test_torn_text_is_no_fault(text):
    assert clean(text).text.count("\n") == text.count("\n")
