import pytest

from incidents.reading.front_matter import read_front_matter


def block(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", "# Body", ""))


def test_keys_lists_and_body_come_with_their_lines():
    found = read_front_matter(
        block(
            "title: Queue stalls", "# who to ask", "tags: [queue, redis]", "rules:", "  - drain first", "  - then stop"
        )
    )
    assert found.fields == {"title": "Queue stalls", "tags": ["queue", "redis"], "rules": ["drain first", "then stop"]}
    assert found.lines == {"title": 2, "tags": 4, "rules": 5}
    assert found.items["rules"] == ((6, "drain first"), (7, "then stop"))
    assert (found.body, found.body_line, found.faults) == ("# Body\n", 9, ())


def test_lists_one_level_down_are_named_with_a_dot():
    found = read_front_matter(
        block("tech-stack:", "  added: []", "  patterns:", "    - retry once", "    - 'no: sleep'")
    )
    assert found.fields == {"tech-stack": {"added": [], "patterns": ["retry once", "no: sleep"]}}
    assert found.lines["tech-stack.patterns"] == 4
    assert found.items["tech-stack.patterns"] == ((5, "retry once"), (6, "no: sleep"))


def test_a_list_of_named_values_reads_as_one_line_each():
    found = read_front_matter(block("requires:", "  - phase: 03", "    provides: retries", "  - phase: 04"))
    assert found.fields == {"requires": [{"phase": "03", "provides": "retries"}, {"phase": "04"}]}
    assert found.items["requires"] == ((3, "phase: 03, provides: retries"), (5, "phase: 04"))


@pytest.mark.parametrize(
    "written", ["06", "1.10", "no", "2025-01-02", "1_000", "0x1F", "null", "2025-13-45", "9" * 5000]
)
def test_scalars_stay_the_text_that_was_written(written):
    assert read_front_matter(block(f"value: {written}")).fields == {"value": written}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("title: PR #12 breaks CI", "PR #12 breaks CI", id="hash of a number"),
        pytest.param("title: PR 12 # not merged", "PR 12", id="comment"),
        pytest.param("title: |\n  one\n  two", "one\ntwo", id="block text"),
        pytest.param("title: {{ name }}", "{{ name }}", id="template left over"),
        pytest.param("title: !!python/object:os.system x", "x", id="python tag"),
    ],
)
def test_values_are_read_as_people_mean_them(line, value):
    assert read_front_matter(block(line)).fields["title"] == value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("title: [WIP] fix login", "[WIP] fix login", id="bracket then text"),
        pytest.param("title: @platform-team", "@platform-team", id="at sign"),
        pytest.param("title: `make test` fails", "`make test` fails", id="backtick"),
        pytest.param("title: Fix: login fails", "Fix: login fails", id="second colon"),
        pytest.param("title: *starred*", "*starred*", id="star"),
        pytest.param("title: 50% done: almost", "50% done: almost", id="percent and colon"),
        pytest.param("title:\n\t- tab\n\t- indented", ["tab", "indented"], id="tab indents"),
        pytest.param("title:\n  - reads x: y: z\n  - plain", ["reads x: y: z", "plain"], id="item with two colons"),
        pytest.param('title: [reads x["y"], z]', ['reads x["y"], z'], id="brackets in a flow list"),
        pytest.param("title: |bad\n  text", "|bad text", id="bad block mark"),
    ],
)
def test_a_key_that_is_no_yaml_is_read_as_text_and_costs_no_other(line, value):
    found = read_front_matter(block("before: [a, b]", line, "after:", "  - c: d"))
    assert found.fields == {"before": ["a", "b"], "title": value, "after": [{"c": "d"}]}
    assert [fault.line >= 3 for fault in found.faults] == [True]


def test_the_first_of_two_equal_keys_counts():
    found = read_front_matter(block("status: open", "owner: ann", "status: closed"))
    assert found.fields == {"status": "open", "owner": "ann"}
    assert [(fault.line, "twice" in fault.message) for fault in found.faults] == [(4, True)]


@pytest.mark.parametrize(
    ("text", "body_line"),
    [
        pytest.param("\n\n---\ntitle: x\n---\nBody", 6, id="blank lines first"),
        pytest.param("---\ntitle: x\n...\nBody", 4, id="closed by dots"),
        pytest.param("---  \ntitle: x\n---\t\nBody", 4, id="spaces behind the dashes"),
        pytest.param("---\n# a comment\n\ntitle: x\n---\nBody", 6, id="comment first"),
        pytest.param("title: x\nowner: y\n---\nBody", 4, id="never opened"),
        pytest.param("title: x\ndescription: |\n  long\n\n  text\n---\nBody", 7, id="never opened, with block text"),
        pytest.param("+++\ntitle = 'x'\n+++\nBody", 4, id="toml"),
        pytest.param("+++\ntitle: x\n\n## Purpose\n\n+++", 3, id="yaml and markdown between plus signs"),
        pytest.param("---\ntitle: x\n\n# Heading\n", 3, id="never closed"),
        pytest.param("---\ntitle: x\n\n## Heading\n\ntext\n\n---\nmore", 3, id="never closed, a rule further down"),
    ],
)
def test_every_container_is_known(text, body_line):
    found = read_front_matter(text)
    assert (found.fields["title"], found.body_line) == ("x", body_line)
    assert found.body == "\n".join(text.split("\n")[body_line - 1 :])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("---", id="only dashes"),
        pytest.param("# Title\n\nText: here\n\n---\n", id="heading first"),
        pytest.param("---\n\nSome prose between rules.\n\n---\n", id="rules around prose"),
        pytest.param("Summary: it broke\n---\nText", id="heading by underline"),
        pytest.param("Note: a\nand prose below it\n---\n", id="prose above a rule"),
        pytest.param("+++\nno end = 1\n", id="plus signs without end"),
    ],
)
def test_what_is_no_front_matter_stays_body(text):
    found = read_front_matter(text)
    assert (found.fields, found.body, found.body_line, found.faults) == ({}, text, 1, ())


def test_an_empty_block_is_no_body():
    assert read_front_matter("---\n---\nBody").body == "Body"


def test_a_block_of_nothing_but_a_tab_has_no_fields():
    found = read_front_matter("---\n\t\n---\nBody")
    assert (found.fields, found.body) == ({}, "Body")


def test_a_block_without_end_says_so():
    found = read_front_matter("---\ntitle: x\n\nBody")
    assert [(fault.line, "never closed" in fault.message) for fault in found.faults] == [(1, True)]


def test_toml_values_are_text_too():
    found = read_front_matter(
        "+++\ntitle = 'x'\ndraft = true\ndate = 2025-01-02\ntags = ['a', 'b']\n[extra]\nn = 1\n+++\n"
    )
    assert found.fields == {
        "title": "x",
        "draft": "true",
        "date": "2025-01-02",
        "tags": ["a", "b"],
        "extra": {"n": "1"},
    }
    assert (found.lines["tags"], found.lines["extra"]) == (5, 6)


def test_broken_toml_is_read_line_by_line():
    found = read_front_matter("+++\ntitle = 'x'\nowner = @team\n+++\n")
    assert found.fields == {"title": "x", "owner": "@team"}
    assert [fault.line for fault in found.faults] == [2]
