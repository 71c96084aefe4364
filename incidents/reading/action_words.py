"""What one line says of an action: what is to be done, by whom, until when, and whether it is."""

import re
from dataclasses import dataclass

from incidents.reading.cues import NOTHING
from incidents.reading.fields import date_in
from incidents.reading.inline import CHECKBOX, plain, strip_lead
from incidents.reading.vocabulary.actions import (
    ACTION,
    ACTION_COLUMNS,
    DONE_WORDS,
    DUE,
    DUE_WORDS,
    OWNER,
    OWNER_WORDS,
    STATUS,
)
from incidents.reading.vocabulary.phrases import meaning_of


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


DAY = (
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\d{1,2}\.(?:20)\d\d|20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s20\d\d|\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?\s20\d\d)"
)
DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d)(?!\d)")
BEFORE = r"[\s(\[,;|/–—-]{0,4}"
AFTER = r"[\s)\],;|]{0,4}"
# "(owner: Ann Lee, due 2026-12-01)": a name ends where the next thing is said.
SAID_OWNER = re.compile(
    rf"{BEFORE}(?<!\w)(?:{_any(OWNER_WORDS)})\s?[:：=]\s*"
    rf"(?P<owner>[^,;()\[\]|—–\n]{{1,80}}?)\s*(?=[,;()\[\]|—–\n]|(?<!\w)(?:{_any(DUE_WORDS)})(?!\w)|\Z){AFTER}",
    re.IGNORECASE,
)
SAID_DUE = re.compile(
    rf"{BEFORE}(?<!\w)(?i:{_any(DUE_WORDS)})(?!\w)\s?[:：=]?\s*(?P<due>{DAY})\s?(?:[)\],;|]+|(?=[–—-])|\Z)"
)
# In the middle of a sentence it stays there: "by 2026-12-01 all pods have limits".
NAMED_DUE = re.compile(rf"(?<!\w)(?i:{_any(DUE_WORDS)})(?!\w)\s?[:：=]?\s*(?P<due>{DAY})")
# A day that stands by itself at the end, or behind a calendar.
LAST_DAY = re.compile(rf"(?:[\s(\[]*📅\s*|\s+[–—-]+\s*|,\s+|\s*[(\[])(?P<due>{DAY})[\s)\].]*\Z")
NAME = r"@[A-Za-z][\w.-]{0,60}\w"
NAMES = rf"{NAME}(?:\s?[/,&+]\s?{NAME}){{0,5}}"
# A name in the middle of a sentence is somebody to talk to; one at an end is who does it.
FIRST_NAMES = re.compile(rf"\A\W{{0,3}}(?P<owner>{NAMES})(?:\s*[:：–—-]+\s*|\s+to\s+|\s+)(?=\S)")
LAST_NAMES = re.compile(rf"[\s(\[,;–—-]+(?P<owner>{NAMES})[\s)\].]*\Z")
BRACKETED_NAMES = re.compile(rf"\s*[(\[](?P<owner>{NAMES})[)\]]\s*")
DONE = re.compile(rf"\A\W*(?:{_any(DONE_WORDS)})(?![a-zäöü])", re.IGNORECASE)
DONE_MARK = re.compile(r"\A\W{0,4}[✅✔☑✓]")
DONE_LAST = re.compile(rf"(?:\s*[✅✔☑✓]️?|\s*(?:[(\[]|[–—-]\s)\s*(?:{_any(DONE_WORDS)})[)\].]?)\s*\Z", re.IGNORECASE)
# As the tables of the SRE book have it, behind whatever the last column says.
DONE_BESIDE = re.compile(r"\*\*(?:DONE|done|Done)\*\*")
STRUCK = re.compile(r"\A~~.+~~\W*\Z", re.DOTALL)
HANDLE = re.compile(r"(?<!\w)@")
# Places that a form leaves for a name.
NOBODY = re.compile(r"\A\W*(?:tbd|tba|n/?a|none|nobody|unassigned|owner|name|who|todo|offen|未定)?\W*\Z", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\A(?:[<{\[].*[>}\]]|[.…_\s-]*)\Z", re.DOTALL)
CLOCK = re.compile(r"\A\d{1,2}:\d\d\b")
LABEL_LINE = re.compile(r"\A\W{0,4}(?P<label>[^:：\n]{2,30}?)\W{0,3}[:：]\W{0,3}(?P<value>.*)\Z", re.DOTALL)
SHORTEST = 2
# A line that is longer says who and until when in its first words, or not at all.
LONGEST_READ = 2000


@dataclass(frozen=True)
class Words:
    """What a line says: `due` is ISO or None; `checkbox` that it has a box to tick."""

    text: str
    owner: str = ""
    due: str | None = None
    done: bool = False
    checkbox: bool = False

    @property
    def is_an_action(self) -> bool:
        enough = len(self.text.split()) >= SHORTEST or not self.text.isascii()
        nothing = PLACEHOLDER.match(self.text) or NOTHING.match(self.text) or CLOCK.match(self.text)
        return enough and not nothing


def read_words(markdown: str) -> Words:
    """One item, cell or line: its owner, day and marks are taken out of the text."""
    said = markdown.strip()[:LONGEST_READ]
    box = CHECKBOX.match(said)
    done = bool(box and box["box"] not in " -") or bool(DONE_MARK.match(said) or STRUCK.match(said))
    rest = plain(strip_lead(said))
    rest, last = DONE_LAST.subn("", rest)
    rest, owner = _taken(rest, (SAID_OWNER, FIRST_NAMES, BRACKETED_NAMES, LAST_NAMES), "owner")
    rest, due = _taken(rest, (SAID_DUE, LAST_DAY), "due")
    if owner is None:
        rest, owner = _taken(rest, (LAST_NAMES,), "owner")
    named = None if due else NAMED_DUE.search(rest)
    due = due or (named["due"] if named else "")
    return Words(_tidy(rest), owner_in(owner), day_in(due), done or bool(last), bool(box))


def read_label(line: str) -> tuple[str, str]:
    """(OWNER, DUE, STATUS or ACTION, what it says) for a line that only tells that; ("", "") for any other."""
    found = LABEL_LINE.match(line.strip())
    role = meaning_of(found["label"], ACTION_COLUMNS) if found else ""
    if not found or role not in (OWNER, DUE, STATUS, ACTION):
        return "", ""
    return role, found["value"].strip()


def owner_in(words: str | None) -> str:
    """A name without its `@`, or "" where the place for it is empty."""
    name = HANDLE.sub("", plain(words or "")).strip(" .:_*")
    return "" if NOBODY.match(name) or DONE.match(name) else name[:150]


def day_in(words: str) -> str | None:
    """The first day that is named, as YYYY-MM-DD, also 24.12.2026."""
    dotted = DOTTED.search(words)
    return date_in("{y}-{m}-{d}".format(**dotted.groupdict()) if dotted else words)


def is_done(status: str) -> bool:
    return bool(DONE.match(plain(status)) or DONE_MARK.match(status) or status.strip().startswith("100"))


def _taken(text: str, forms: tuple[re.Pattern[str], ...], name: str) -> tuple[str, str | None]:
    for form in forms:
        if found := form.search(text):
            return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[name]
    return text, None


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:–—-").removesuffix("()").strip()
