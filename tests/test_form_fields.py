"""Fields as a form: what is typed there changes its own lines of the text, whatever stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exporting import ReadOnly
from incidents.form_fields import BY_SLUG, FIELDS, shown_fields, with_value
from incidents.reading.front_matter import read_front_matter

NOTE = """\
---
# who to ask: ops
Title: Queue stalls
author: 'ann'
severity: "high"  # since Monday

tags:
  - queue   # always
  - "then: stop"
metrics: {lost: 3, late: 7}
labels2: &a [x]
summary: |
  One.
  Two.
---

Queue is `slow`.
"""
HEADED = "---\ntitle: Old name\nstatus: open\n---\n\n# Queue *stalls*\n\n## Cause\n\nA lock.\n"
ASIDE = "Everything else.\n\n---\ntitle: not a field\n---\n"


def shown(text):
    return {one.field.slug: one for one in shown_fields(text)}


def changed(before, after):
    """The lines that one text has and the other has not."""
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("slug", "value", "gone", "come"),
    [
        pytest.param("title", "Queue: slow", ["Title: Queue stalls"], ['Title: "Queue: slow"'], id="a key in capitals"),
        pytest.param("authors", "Bob's", ["author: 'ann'"], ["author: 'Bob''s'"], id="another name, its quotes"),
        pytest.param("authors", "ann\nben", ["author: 'ann'"], ["author: [ann, ben]"], id="one person becomes two"),
        pytest.param(
            "severity", "low", ['severity: "high"  # since Monday'], ['severity: "low"  # since Monday'], id="comment"
        ),
        pytest.param("tags", "queue\nredis", ['  - "then: stop"'], ["  - redis"], id="an item keeps its comment"),
        pytest.param("summary", "One.\nThree.", ["  Two."], ["  Three."], id="text of two lines"),
        pytest.param("project", "billing", [], ["project: billing"], id="a new key"),
        pytest.param("people", "Ann (lead)", [], ["people: [Ann (lead)]"], id="a new list"),
    ],
)
def test_a_value_changes_its_own_lines(slug, value, gone, come):
    after = with_value(NOTE, slug, value)
    assert changed(NOTE, after) == (gone, come)
    assert shown(after)[slug].value == value


def test_what_is_as_it_was_changes_nothing():
    assert all(with_value(NOTE, one.field.slug, one.value) == NOTE for one in shown_fields(NOTE))


def test_the_first_heading_is_the_title_and_is_what_changes():
    assert shown(HEADED)["title"].value == "Queue stalls"
    assert with_value(HEADED, "title", "Queue runs") == HEADED.replace("# Queue *stalls*", "# Queue runs")


def test_a_text_without_fields_gets_them():
    assert with_value("Some words.\n", "status", "open") == "---\nstatus: open\n---\nSome words.\n"
    assert with_value(ASIDE, "status", "open") == f"---\nstatus: open\n---\n{ASIDE}"


@pytest.mark.parametrize(
    ("text", "slug", "told"),
    [
        pytest.param("---\ntitle: [WIP] fix\n---\n", "status", "no sound YAML", id="broken YAML"),
        pytest.param("---\ntitle: never closed\n\n# Words\n", "status", "no sound YAML", id="never closed"),
        pytest.param("---\ntags:\n  - name: a\n---\n", "tags", "more than text", id="maps in a list"),
        pytest.param("---\nsummary: {a: b}\n---\n", "summary", "more than text", id="a map"),
        pytest.param("Queue\n=====\n", "title", "underlined", id="underlined heading"),
    ],
)
def test_what_cannot_be_changed_here_says_why(text, slug, told):
    assert told in shown(text)[slug].refusal
    with pytest.raises(ReadOnly, match=told):
        with_value(text, slug, "other")


@pytest.mark.parametrize("title", ["", "two\nlines"])
def test_a_title_is_one_line(title):
    with pytest.raises(ReadOnly):
        with_value(HEADED, "title", title)


LINES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\x85"), max_size=30)


@given(slug=st.sampled_from([field.slug for field in FIELDS]), value=LINES)
def test_whatever_is_typed_reads_back_and_leaves_the_rest(slug, value):
    try:
        after = with_value(NOTE, slug, value)
    except ReadOnly:
        return
    before, now = read_front_matter(NOTE), read_front_matter(after)
    assert (now.body, now.is_sound) == (before.body, True)
    concerned = shown(NOTE)[slug].name
    assert {key: value for key, value in now.fields.items() if key != concerned} == {
        key: value for key, value in before.fields.items() if key != concerned
    }
    assert shown(after)[slug].value == value.strip()


@given(text=st.text(st.sampled_from("-:#[]{}'\"|>&*! \ntitle\tas")), value=LINES)
def test_no_text_is_too_odd(text, value):
    front = f"---\n{text}\n---\n\nWords.\n"
    for one in shown_fields(front):
        try:
            after = with_value(front, one.field.slug, value)
        except ReadOnly:
            continue
        assert after.endswith("Words.\n")


def test_no_name_means_two_fields():
    names = [name for field in FIELDS for name in field.names]
    assert len(names) == len(set(names))
    assert len(BY_SLUG) == len(FIELDS)
