"""Inline Markdown without its marks."""

import pytest

from incidents.reading.inline import Labelled, plain, sentences, unlabelled

PLAIN = [
    ("**bold** and *italic*", "bold and italic"),
    ("`__init__` and `a_b`", "__init__ and a_b"),
    ("snake_case_name stays", "snake_case_name stays"),
    ("see [the log](https://example.org/a_b)", "see the log"),
    ("see [the `run()` log](https://example.org)", "see the run() log"),
    ("write `[a](b)` and [`c`](d)", "write [a](b) and c"),
    ("see [[Runbook|the runbook]]", "see Runbook"),
    ("one<br>two", "one two"),
    ("List<int> and <TASK_ID>", "List<int> and <TASK_ID>"),
    ("~~old~~ new", "old new"),
]
LABELLED = [
    ("**Cause:** a race", Labelled("Cause", "a race", bold=True)),
    ("**Cause**: a race", Labelled("Cause", "a race", bold=True)),
    ("1. **[Rule 1 - Bug] Fixed it**", Labelled("Fixed it", "", bold=True)),
    ("✅ **Locks**: renewed", Labelled("Locks", "renewed", bold=True)),
    ("Cause: a race", Labelled("Cause", "a race")),
    ("no label here", Labelled("", "no label here")),
]


@pytest.mark.parametrize("markdown, words", PLAIN, ids=[markdown for markdown, _ in PLAIN])
def test_words_without_marks(markdown: str, words: str) -> None:
    assert plain(markdown) == words


@pytest.mark.parametrize("markdown, labelled", LABELLED, ids=[markdown for markdown, _ in LABELLED])
def test_label_before_text(markdown: str, labelled: Labelled) -> None:
    assert unlabelled(markdown) == labelled


def test_sentences_keep_abbreviations_and_versions() -> None:
    assert sentences("It ran e.g. Python 3.11. Then it failed.") == ["It ran e.g. Python 3.11.", "Then it failed."]
