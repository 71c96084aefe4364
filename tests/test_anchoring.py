"""A comment stays beside its lines through every edit, or says below which heading they stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.anchoring import Place, places

TEXT = """\
# Orders down

## Cause

Two workers take the rows in different order.
The pool of ten ran dry.

## Resolution

- Rows are now taken `ORDER BY id`.
- Raising the timeout to 60 s did not help.

```python
# Not a heading
def test_batches_are_ordered(batches):
    assert batches == sorted(batches)
```

## Prevention

1. Every batch query names its order.
"""
LINES = TEXT.split("\n")
CAUSE, POOL, ORDER, TIMEOUT, TEST, RULE = 5, 6, 10, 11, (15, 16), 21


def span(lines):
    return lines if isinstance(lines, tuple) else (lines, lines)


def without(*numbers):
    return "\n".join(line for number, line in enumerate(LINES, 1) if number not in numbers)


def moved(first, last, before):
    """The lines from first to last taken out and put in before another line."""
    kept = [(number, line) for number, line in enumerate(LINES, 1) if not first <= number <= last]
    at = next(place for place, (number, _) in enumerate(kept) if number == before)
    return "\n".join([line for _, line in kept[:at]] + LINES[first - 1 : last] + [line for _, line in kept[at:]])


FOLLOWED = {
    "nothing changed": (TEXT, CAUSE, 5),
    "lines put in above": (TEXT.replace("## Cause", "At 10:42.\n\n## Cause"), CAUSE, 7),
    "front-matter put in": (f"---\nseverity: high\n---\n{TEXT}", TEST, (18, 19)),
    "lines taken out above": (without(3, 4), RULE, 19),
    "lines put in below": (TEXT + "\nSeen again.\n", CAUSE, 5),
    "the line beside reworded": (TEXT.replace("The pool of ten", "A pool"), CAUSE, 5),
    "another line end": (TEXT.replace("\n", "\r\n"), TEST, (15, 16)),
    "blanks at the ends of lines": (TEXT.replace("order.\n", "order.  \n"), CAUSE, 5),
    "a word of it changed": (TEXT.replace("take the rows", "took the rows"), CAUSE, 5),
    "words added to it": (TEXT.replace("ran dry", "ran dry within a minute"), POOL, 6),
    "reworded and others put in above": (
        TEXT.replace("Two workers take", "At noon.\n\nTwo processes take"),
        CAUSE,
        7,
    ),
    "a line put in within": (TEXT.replace("    assert", "    batches = load()\n    assert"), TEST, (15, 17)),
    "the first of two reworded": (TEXT.replace("test_batches_are_ordered", "test_order"), TEST, (15, 16)),
    "the last of two reworded": (TEXT.replace("== sorted(batches)", "== in_order(batches)"), TEST, (15, 16)),
    "the first of two taken out": (without(15), TEST, (15, 15)),
    "the last of two taken out": (without(16), TEST, (15, 15)),
    "a blank line below another": (TEXT.replace("## Cause", "At 10:42.\n\n## Cause"), 4, 6),
    "its section moved down": (moved(3, 7, before=19), CAUSE, 16),
    "its section moved up": (moved(19, 21, before=3), RULE, 5),
    "a list item moved above another": (moved(11, 11, before=10), TIMEOUT, 10),
    "all else rewritten": ("# Another title\n\nQuite other words.\n\n1. Every batch query names its order.\n", RULE, 5),
}


@pytest.mark.parametrize("new, lines, now", FOLLOWED.values(), ids=FOLLOWED)
def test_lines_are_found_again(new, lines, now):
    assert places(TEXT, new, [span(lines)]) == [Place(span(now))]


GONE = {
    "deleted": (without(CAUSE), CAUSE, 3),
    "deleted with what stood around them": (without(10, 11, 12), (10, 11), 8),
    "replaced by other words": (TEXT.replace(LINES[RULE - 1], "Nobody knows."), RULE, 19),
    "deleted with their heading": (without(*range(8, 19)), ORDER, 3),
    "a comment in code is no heading": (without(15, 16), TEST, 8),
    "everything rewritten": ("Quite another text.\n", CAUSE, None),
    "emptied": ("", CAUSE, None),
    "beyond the end": (TEXT, 400, None),
}


@pytest.mark.parametrize("new, lines, heading", GONE.values(), ids=GONE)
def test_lines_that_are_gone_leave_the_heading_they_stood_below(new, lines, heading):
    assert places(TEXT, new, [span(lines)]) == [Place(None, heading)]


def test_a_line_that_stands_in_many_places_is_not_taken_for_another():
    text = "# A\n\n- yes\n\n# B\n\n- yes\n"
    assert places(text, "# A\n\n# B\n\n- yes\n", [(3, 3), (7, 7)]) == [Place(None, 1), Place((5, 5))]


def test_an_empty_old_text_says_nothing():
    """That of a revision that was redacted."""
    assert places("", TEXT, [(5, 6)]) == [Place(None)]


SOME_LINES = st.lists(st.sampled_from(["", "", "- one", "- two", "## Fix", "The pool ran dry.", "```"]), max_size=16)


@given(SOME_LINES, SOME_LINES, st.integers(1, 17), st.integers(0, 5))
def test_whatever_becomes_of_a_text_a_place_is_inside_the_new_one(old, new, first, more):
    (place,) = places("\n".join(old), "\n".join(new), [(first, first + more)])
    lines = place.lines or (1, 1)
    assert 1 <= lines[0] <= lines[1] <= max(len(new), 1)
    assert 1 <= (place.heading or 1) <= max(len(new), 1)


@given(SOME_LINES, st.integers(0, 16), st.integers(1, 16))
def test_what_is_put_in_above_moves_lines_down_by_as_much(old, at, first):
    text = [*old, "The last line, unlike all others."]
    at, first = min(at, len(old)), min(first, len(text))
    new = [*text[:at], "Something quite new.", *text[at:]]
    now = first + (first > at)
    (place,) = places("\n".join(text), "\n".join(new), [(first, first)])
    assert place.lines == (now, now) or not text[first - 1]
