"""Chronological logs: each attempt is a fix, and the next result says whether it helped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.drafts import Draft
from incidents.reading.inline import first_sentences, sentences
from incidents.reading.outcomes import result_of
from incidents.reading.sections import Node

ATTEMPT = re.compile(r"\b(?:attempt|try|fix)\s#?\d+\b", re.IGNORECASE)
STAMP = re.compile(r"\A\W*(?:20\d\d-\d\d-\d\d[T ]?|\d{1,2}:\d\d)")
# "2025-04-10T14:20Z - ", "10:31–10:40 (UTC): "; what begins with a letter has no time.
STAMP_LEAD = re.compile(
    r"\A(?=\W*\d)(?:[\d\s:.,~\[\]()/–—+-]|(?<=\d)[TZ](?=[\d\s:-]))*(?:(?:[AaPp][Mm]|UTC|[A-Z]{2,4}T)\b)?[\s:)\]–—-]*"
)
RESULT = re.compile(
    r"\bresult(?:s|ed)?\s?:|\A\W*(?:re-?ran|re-?tested|ran)\b|\btests?\s(?:now\s)?(?:pass|fail)", re.IGNORECASE
)
HYPOTHESIS = re.compile(r"\bhypothesis\s?:", re.IGNORECASE)
CHANGE = re.compile(
    r"""\A\W*(?:modified|fixed|simplified|changed|restored|reverted|updated|replaced|removed|rewrote|switched|refactored|
        patched|disabled|enabled|increased|set|deleted|restarted|upgraded|downgraded|pinned|moved|wrapped)\b""",
    re.VERBOSE | re.IGNORECASE,
)
ADDED = re.compile(r"\A\W*(?:added|created|implemented)\b", re.IGNORECASE)
NAMES = re.compile(r"[A-Za-z_]\w*_\w+")
PASSES = re.compile(r"\b(?:pass(?:es|ed)?|works|fixed|succeeds)\b", re.IGNORECASE)
FEWEST = 2


Log = tuple[Node, tuple[int, ...], tuple[str, ...]]


def find_logs(root: Node) -> list[Log]:
    """Every list that is a log, with the nodes and the headings above it: stamped entries, and a result among them."""
    return [found for found in _lists(root, (), ()) if _is_log(found[0])]


def read_attempts(logs: Sequence[Log]) -> list[Draft]:
    """The fixes of `logs`; nothing else is to be made of their lines."""
    return [draft for node, path, section in logs for draft in _of_log(node, path, section)]


def _lists(node: Node, path: tuple[int, ...], section: tuple[str, ...]) -> Iterator[Log]:
    path = (*path, id(node))
    section = (*section, node.label) if node.kind == "section" and node.label else section
    for child in node.children:
        if child.kind == "list":
            yield child, path, section
        else:
            yield from _lists(child, path, section)


def _is_log(node: Node) -> bool:
    entries = [_words(item) for item in node.children]
    stamped = sum(bool(STAMP.match(item.label or item.text)) for item in node.children)
    results = sum(bool(RESULT.search(words)) for words in entries)
    return stamped >= FEWEST and stamped * 2 >= len(entries) and results >= 1


def _words(item: Node) -> str:
    return STAMP_LEAD.sub("", item.text if item.label else item.statement)


def _of_log(node: Node, path: tuple[int, ...], section: tuple[str, ...]) -> Iterator[Draft]:
    open_fixes: list[Draft] = []
    for item in node.children:
        words = _words(item)
        result = RESULT.search(words)
        if result:
            yield from _closed(open_fixes, words)
            open_fixes = []
            continue
        text = _change(words)
        if text:
            open_fixes.append(Draft("fix", text, item.lines, section, path, "stated", "failed"))
    yield from open_fixes


def _change(words: str) -> str:
    """The change that an entry tells: an attempt as a whole, or the sentences that begin with what was done."""
    if ATTEMPT.match(words):
        return first_sentences(words, 4)
    said = [s for s in sentences(words) if CHANGE.match(s) or (HYPOTHESIS.search(words) and ADDED.match(s))]
    return " ".join(said)


def _closed(fixes: Sequence[Draft], words: str) -> Iterator[Draft]:
    outcome = result_of(words) or "failed"
    for fix in fixes:
        names = set(NAMES.findall(fix.text))
        named = any(PASSES.search(s) and names & set(NAMES.findall(s)) for s in sentences(words))
        yield replace(fix, outcome="worked" if named and len(fixes) == 1 and not ATTEMPT.match(fix.text) else outcome)
