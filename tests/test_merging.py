"""Two people change one text: what does not touch goes together, what does is for people to choose."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.differing import changes
from incidents.merging import Part, merge, split_lines

BASE = """# Orders down

Date: 2026-03-04

## Root cause

The pool ran dry.

## Fix

Close the session.
"""
DATED = BASE.replace("03-04", "03-05")
FIXED = BASE.replace("Close the session.", "Close the session before the template.")
CAUSED = BASE.replace("The pool ran dry.", "The pool of ten ran dry.")
OTHERWISE = BASE.replace("The pool ran dry.", "A transaction stayed open.")

CLEAN = [
    pytest.param(BASE, FIXED, FIXED, id="only theirs"),
    pytest.param(FIXED, BASE, FIXED, id="only ours"),
    pytest.param(FIXED, FIXED, FIXED, id="the same twice"),
    pytest.param(DATED, FIXED, FIXED.replace("03-04", "03-05"), id="far apart"),
    pytest.param(BASE + "Seen again.\n", DATED, DATED + "Seen again.\n", id="one at the end"),
]


@pytest.mark.parametrize("ours, theirs, merged", CLEAN)
def test_what_does_not_touch_goes_together(ours, theirs, merged):
    assert merge(BASE, ours, theirs).text == merged


def test_what_touches_is_a_conflict_with_all_three_sides():
    merged = merge(BASE, CAUSED, OTHERWISE)
    assert merged.text is None
    assert merged.conflicts == (
        Part(("The pool ran dry.\n",), ("The pool of ten ran dry.\n",), ("A transaction stayed open.\n",)),
    )


def test_neighbouring_lines_touch():
    assert merge("a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n").text is None
    assert merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n").text == "A\nb\nC\n"


def test_a_missing_last_line_end_counts_as_a_change():
    assert merge("a\nb\n", "a\nb", "a\nb\n").text == "a\nb"


def test_the_parts_hold_every_line_of_the_three_texts():
    parts = merge(BASE, CAUSED + "More.\n", OTHERWISE.replace("# Orders", "# Invoices")).parts
    for side, text in {"base": BASE, "ours": CAUSED + "More.\n"}.items():
        assert "".join(line for part in parts for line in getattr(part, side)) == text


# Few different lines and many empty ones: where a change begins and ends can then be told in several ways.
LINES = st.lists(st.sampled_from(["\n", "\n", "- one\n", "- two\n", "## Fix\n", "The pool.\n", "```\n"]), max_size=24)


@st.composite
def edited(draw, lines):
    """The lines with a few pieces put in, taken out or replaced."""
    lines = list(lines)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(lines)))
        lines[start : start + draw(st.integers(0, 3))] = draw(
            st.lists(st.sampled_from(["\n", "- new\n", "- one\n"]), max_size=3)
        )
    text = "".join(lines)
    return text.removesuffix("\n") if draw(st.integers(0, 9)) == 0 else text


@st.composite
def three_texts(draw):
    base = draw(LINES)
    return "".join(base), draw(edited(base)), draw(edited(base))


def git_merge(folder, base, ours, theirs):
    """What `git merge-file` makes of them, or None for a conflict."""
    for name, text in {"base": base, "ours": ours, "theirs": theirs}.items():
        (folder / name).write_bytes(text.encode())
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return run.stdout.decode() if run.returncode == 0 else None


@pytest.mark.skipif(not shutil.which("git"), reason="needs the git program to compare with")
def test_thousands_of_merges_are_what_git_makes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("merges")

    @settings(max_examples=2000, deadline=None, derandomize=True)
    @given(three_texts())
    def check(texts):
        assert merge(*texts).text == git_merge(folder, *texts)

    check()


@given(LINES, st.data())
@settings(max_examples=300, deadline=None)
def test_the_changes_lead_from_one_text_to_the_other(old, data):
    new = split_lines(data.draw(edited(old)))
    rebuilt, place = [], 0
    for change in changes(old, new):
        rebuilt += old[place : change.old] + new[change.new : change.new_end]
        place = change.old_end
    assert rebuilt + old[place:] == new


def test_two_long_texts_with_nothing_but_common_lines_end():
    lines = [f"line {n * 7919 % 3000}\n" for n in range(3000)]
    assert changes(lines, lines[::-1])
