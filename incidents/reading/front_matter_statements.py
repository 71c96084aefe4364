"""Findings that stand in the metadata of a document: causes as sentences, patterns and rules as lists."""

from collections.abc import Iterator

from incidents.reading.drafts import KIND_OF, Draft
from incidents.reading.front_matter import FrontMatter
from incidents.reading.inline import plain, unlabelled
from incidents.reading.vocabulary.names import KEYS, PATTERN
from incidents.reading.vocabulary.phrases import meaning_of

SENTENCE_WORDS = 4


def read_front_matter_statements(front: FrontMatter) -> list[Draft]:
    """The findings of the front-matter; an enum word such as `logic_error` is none."""
    return [draft for key in front.fields for draft in _of_key(key, front)]


def _of_key(key: str, front: FrontMatter) -> Iterator[Draft]:
    role = meaning_of(key, KEYS)
    kind = KIND_OF.get(role, "")
    if not kind:
        return
    value = front.fields[key]
    items = front.items.get(key, ())
    if isinstance(value, str):
        items = ((front.lines.get(key, 1), value),)
    for line, text in items:
        words = plain(text)
        if role == PATTERN:
            named = unlabelled(words)
            words = named.text if named.label.lower() == "pattern" else words
        if len(words.split()) >= SENTENCE_WORDS:
            outcome = "worked" if kind == "fix" else ""
            yield Draft(kind, words, (line, line), ("front-matter",), (0,), "stated", outcome)
