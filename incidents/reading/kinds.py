"""What kind of document this is: front-matter keys say it best, then the title, the path, and the headings together."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from incidents.reading.vocabulary.kinds import KIND_BY_HEADINGS, KIND_BY_KEYS, KIND_BY_PATH, KIND_BY_TITLE
from incidents.reading.vocabulary.phrases import Row, words_of

KEYS_WEIGH, TITLE_WEIGHS, FOLDER_WEIGHS, NAME_WEIGHS, HEADING_WEIGHS = 6.0, 4.0, 2.5, 2.0, 1.0
HEADINGS_COUNT = 4
ENOUGH = 2.0


def read_kind(path: str, keys: Iterable[str], title: str, headings: Iterable[str]) -> str:
    """One of DOCUMENT_KINDS. `path` may be a bare file name; `headings` are plain and exclude the title."""
    pure = PurePath(path.replace("\\", "/"))
    votes: Counter[str] = Counter()
    _vote(votes, KIND_BY_KEYS, [" ".join(words_of(k) for k in keys)], KEYS_WEIGH)
    _vote(votes, KIND_BY_TITLE, [title], TITLE_WEIGHS)
    _vote(votes, KIND_BY_PATH, [pure.parent.name], FOLDER_WEIGHS)
    _vote(votes, KIND_BY_PATH, [pure.stem], NAME_WEIGHS)
    by_heading: Counter[str] = Counter()
    _vote(by_heading, KIND_BY_HEADINGS, headings, HEADING_WEIGHS)
    for kind, weight in by_heading.items():
        votes[kind] += min(weight, HEADINGS_COUNT)
    kind, weight = max(votes.items(), key=lambda vote: vote[1], default=("other", 0.0))
    return kind if weight >= ENOUGH else "other"


def _vote(votes: Counter[str], table: tuple[Row, ...], texts: Iterable[str], weight: float) -> None:
    for text in texts:
        words = words_of(text)
        kind = next((r.meaning for r in table if r.pattern.search(words)), "")
        if kind:
            votes[kind] += weight
