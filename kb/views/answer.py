from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone

from kb.answers import answer_paste
from kb.counting import count
from kb.forms import PasteForm
from kb.matching.values import Answer, Match
from kb.models import Signature
from kb.views.stories import Story, tell
from kb.visibility import hidden_from

LINES_SHOWN = 40


@dataclass(frozen=True)
class ToldMatch:
    match: Match
    signature: Signature
    story: Story


@dataclass(frozen=True)
class ToldAnswer:
    """An answer with its numbered lines of the paste. What is `offered` is told whole, what is only `near` in brief."""

    answer: Answer
    lines: list[tuple[int, str]]
    n_cut: int
    offered: list[ToldMatch]
    near: list[ToldMatch]


def match(request):
    form = PasteForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "match.html", {"form": form})
    paste = answer_paste(form.cleaned_data["paste"], hidden_from(request.user))
    count(paste, timezone.localdate())
    ctx = {"form": PasteForm({"text": paste.text}), "paste": paste, "answers": told_answers(paste, request.user)}
    return render(request, "answer.html", ctx)


def told_answers(paste, user):
    pks = {match.signature for answer in paste.answers for match in answer.matches}
    signatures = Signature.objects.shown().visible_to(user).with_story().in_bulk(pks)
    stories = tell(signatures.values())
    told = {pk: (signature, stories[pk]) for pk, signature in signatures.items()}
    lines = paste.text.split("\n")
    return [_told(answer, lines, told) for answer in paste.answers]


def _told(answer, lines, told):
    first, last = answer.failure.lines
    numbered = list(enumerate(lines[first - 1 : last], start=first))
    matches = [ToldMatch(match, *told[match.signature]) for match in answer.matches if match.signature in told]
    n_offered = 1 if answer.verdict in ("known", "similar") else 0
    n_cut = max(0, len(numbered) - LINES_SHOWN)
    return ToldAnswer(answer, numbered[:LINES_SHOWN], n_cut, matches[:n_offered], matches[n_offered:])
