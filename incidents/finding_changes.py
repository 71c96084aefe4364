"""What an edit did to the findings: which a text states that the one before did not, and which it states no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import caches

from incidents.files import SourceFile
from incidents.readers import read
from incidents.reading.values import ReadDocument
from incidents.reading.version import READER

# Characters of a text that is read while somebody waits for a page.
READ_MOST = 400_000
KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Said:
    """A finding as it is compared; `line` is where it stands in its text."""

    kind: str
    outcome: str
    text: str
    line: int

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.outcome, self.text


@dataclass(frozen=True)
class FindingChanges:
    added: tuple[Said, ...] = ()
    removed: tuple[Said, ...] = ()


def finding_changes(path: str, old: str, new: str) -> FindingChanges | None:
    """What `new` states and `old` does not, and the other way round; None if one is too long to be read at once."""
    if max(len(old), len(new)) > READ_MOST:
        return None
    before, after = findings_of(path, old), findings_of(path, new)
    return FindingChanges(_without(after, before), _without(before, after))


def findings_of(path: str, text: str) -> tuple[Said, ...]:
    """The findings of a text, read once: what is as it was is kept by the text's digest."""
    digest = sha256("\0".join((READER, path, text)).encode()).hexdigest()
    key = f"said:{digest}"
    said = caches["pages"].get(key)
    if said is None:
        told = read(SourceFile(path, path, text.encode()))
        said = _said(told) if isinstance(told, ReadDocument) else ()
        caches["pages"].set(key, said, KEPT_SECONDS)
    return said


def _said(told: ReadDocument) -> tuple[Said, ...]:
    return tuple(Said(one.kind, one.outcome, one.text, one.lines[0]) for one in told.findings)


def _without(some: Iterable[Said], others: Iterable[Said]) -> tuple[Said, ...]:
    known = {one.key for one in others}
    return tuple(one for one in some if one.key not in known)
