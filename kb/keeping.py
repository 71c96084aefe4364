"""Keeping a paste: only what somebody asked to be kept, without secrets, with the answer that it got."""

import re
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.expressions import RawSQL

from incidents.authors import author
from kb.answers import answer_paste
from kb.matching.values import Answer, PasteAnswer
from kb.models import KeptPaste, Signature

# What the redaction puts in the place of a secret.
REDACTED = re.compile(r"(\[redacted[^\]\n]{0,60}\])")
MAX_TITLE = 200


@dataclass(frozen=True)
class RedactedLine:
    """A line that lost a secret: its number, and its pieces, each with whether it stands for one."""

    number: int
    pieces: tuple[tuple[str, bool], ...]


def keep(
    text: str, *, title: str, visibility: str, by: AbstractBaseUser | str, hidden: RawSQL | None = None
) -> KeptPaste:
    """Stores a text without its secrets, and what is answered to it now without what `hidden` documents say."""
    paste = answer_paste(text, hidden)
    return KeptPaste.objects.create(
        title=title[:MAX_TITLE],
        text=paste.text,
        visibility=visibility,
        answers=_plain(paste),
        **author(by),
    )


def redacted_lines(text: str) -> list[RedactedLine]:
    """The lines of a redacted text in which something was taken out."""
    return [
        RedactedLine(number, tuple((piece, place % 2 == 1) for place, piece in enumerate(REDACTED.split(line))))
        for number, line in enumerate(text.split("\n"), start=1)
        if "[redacted" in line
    ]


def title_of(paste: PasteAnswer) -> str:
    """What a paste is called until somebody says better: its first error, or its first line."""
    for answer in paste.answers:
        for error in answer.failure.errors[:1]:
            return f"{error.type}: {error.message}".strip(": ").split("\n")[0][:MAX_TITLE]
    return paste.text.strip().split("\n")[0][:MAX_TITLE]


def _plain(paste: PasteAnswer) -> list[dict]:
    pks = {match.signature for answer in paste.answers for match in answer.matches[:1]}
    titles = dict(Signature.objects.filter(pk__in=pks).values_list("pk", "title"))
    return [_plain_answer(answer, titles) for answer in paste.answers]


def _plain_answer(answer: Answer, titles: dict[int, str]) -> dict:
    error = answer.failure.errors[0] if answer.failure.errors else None
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "type": error.type if error else "",
        "message": error.message if error else answer.failure.form,
        "lines": list(answer.failure.lines),
        "matches": [
            {"signature": match.signature, "title": titles[match.signature], "reason": match.reason}
            for match in answer.matches[:1]
            if match.signature in titles
        ],
    }
