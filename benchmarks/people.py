"""People who write in one document at once, each through what `send` reaches, and what must be true in the end."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

WORD = re.compile(r"\bw\d+p\d+\b")
EDITED = re.compile(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', re.DOTALL)
MINE = re.compile(r'<textarea name="mine"[^>]*>\n(.*?)</textarea>', re.DOTALL)
HIDDEN = re.compile(r'name="(base|seen|known|csrfmiddlewaretoken)" value="([^"]*)"')
PLACE = re.compile(r'name="(place-\d+)" value="both"')
# How somebody decides a place: mostly nothing is given up.
TAKES = ("both", "both", "both", "ours", "theirs")
KNOWN = re.compile(r'"known": "([^"]+)"')
# Stands for the id of whoever writes; `send` knows it.
WRITER = "writer"
# The reason that a revision gives for words that went because somebody decided so.
AGAINST = "decided against some"
SHARED = "## Timeline\n\n"


class Unreachable(Exception):
    """The server is not there just now."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str


Fields = Mapping[str, str]
Send = Callable[[str, Fields | None], Answer]


@dataclass
class Tally:
    """What one person met: how saves ended, the seconds each took, the words accepted, the pages that broke."""

    results: Counter = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def text_for(n_people: int) -> str:
    """The document they begin with: a line for each, and a place where all of them write."""
    own = "\n\n".join(f"Notes of p{number}:" for number in range(n_people))
    return f"# Orders down\n\n## Cause\n\nThe pool ran dry.\n\n{SHARED}## Notes\n\n{own}\n"


@dataclass
class Writer:
    """One person: `number`, the document they write in, what they reach it with, and what they met."""

    number: int
    document: int
    send: Send
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self):
        self.chance = random.Random(self.number)

    def write_until(self, end: float) -> Tally:
        """Opens, changes and saves until the clock says `end`, with the pauses of somebody in a hurry."""
        count = 0
        while time.monotonic() < end:
            count += 1
            page = self._ask("edit").body
            time.sleep(self.chance.uniform(0, 0.4))
            self._save(page, f"w{count}p{self.number}")
        return self.tally

    def _save(self, page: str, word: str) -> None:
        sent = _fields(page) | {"text": self._with(word, _text(EDITED, page)), "why": "wrote"}
        if self.chance.random() < 0.3:
            sent |= self._draft(sent)
        answer, keeps_word = self._timed("save", sent), True
        while answer.status == 409:
            sent = _decision(answer.body, self.chance, sent["why"])
            keeps_word = keeps_word and "theirs" not in sent.values()
            answer = self._timed("together", sent)
        if answer.status == 302 and keeps_word:
            self.tally.accepted.append(word)

    def _timed(self, page: str, sent: Fields) -> Answer:
        began = time.monotonic()
        answer = self._ask(page, sent)
        self.tally.seconds.append(time.monotonic() - began)
        self.tally.results[_result(answer)] += 1
        return answer

    def _ask(self, page: str, sent: Fields | None = None) -> Answer:
        """As a person does: asks again until the server is back. A save may have come through all the same."""
        while True:
            try:
                answer = self.send(f"/documents/{self.document}/{page}/", sent)
            except Unreachable:
                self.tally.results["sent again"] += 1
                time.sleep(0.2)
                continue
            if answer.status >= 500:
                self.tally.broken.append(f"{page}: {answer.status}")
            return answer

    def _draft(self, sent: Fields) -> Fields:
        """Keeps the text as a draft, and gives the field that says which one the page knows of by then."""
        answer = self._ask("draft", {**sent, "writer": WRITER})
        found = KNOWN.search(answer.body)
        return {"known": found[1]} if found and answer.status == 200 else {}

    def _with(self, word: str, text: str) -> str:
        if self.chance.random() < 0.5:
            return text.replace(SHARED, f"{SHARED}- {word}\n", 1)
        own = rf"^(Notes of p{self.number}:.*)$"
        return re.sub(own, rf"\1 {word}", text, count=1, flags=re.MULTILINE)


def faults_of(history: Iterable[tuple[str, str]], tallies: Iterable[Tally]) -> list[str]:
    """What is wrong with the revisions (text, why), oldest first: words that were accepted and are nowhere, or that
    went without anybody having decided so.
    """
    texts = [(set(WORD.findall(text)), why) for text, why in history]
    ever = set().union(*(words for words, _ in texts))
    faults = [
        f"{word} was accepted and is in no revision" for tally in tallies for word in tally.accepted if word not in ever
    ]
    for number, ((before, _), (after, why)) in enumerate(pairwise(texts), 2):
        if (gone := before - after) and why != AGAINST:
            faults.append(f"revision {number} ({why}) lost {', '.join(sorted(gone))}")
    return faults


def _result(answer: Answer) -> str:
    if answer.status == 302:
        return "merged" if "/merged/" in answer.location else "saved"
    return "conflict" if answer.status == 409 else f"status {answer.status}"


def _decision(page: str, chance: random.Random, so_far: str) -> dict[str, str]:
    """What is sent from the page of a conflict. What one conflict gave up is gone at the next of the save too."""
    takes = {place: chance.choice(TAKES) for place in PLACE.findall(page)}
    gives_up = so_far == AGAINST or set(takes.values()) - {"both"}
    why = AGAINST if gives_up else "decided for both"
    return _fields(page) | takes | {"mine": _text(MINE, page), "act": "choose", "why": why}


def _fields(page: str) -> dict[str, str]:
    """The hidden fields of the form of a page; of several forms the last one's."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


def _text(field: re.Pattern[str], page: str) -> str:
    return unescape(field.search(page)[1])
