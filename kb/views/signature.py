"""The page of a signature: its examples, its story, what it is met together with and what it is not."""

from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from incidents.differing_words import Budget, marked_words
from incidents.models import Document
from kb.answers import answer_paste
from kb.dashboard.panels import counted
from kb.matching.values import Match
from kb.models import Evidence, Meeting, Signature
from kb.views.standing import standing
from kb.views.stories import tell
from kb.views.unchanged import unless_changed
from kb.visibility import hidden_from

EXAMPLES_SHOWN = 20
TOGETHER_SHOWN = 8
NEIGHBOURS_SHOWN = 5
MET_BY = {"documents": "documents", "pastes": "pastes"}


@dataclass(frozen=True)
class Example:
    """A text by which it was met, in pieces of which some differ from the first example, and the evidence of it."""

    pieces: list[tuple[str, bool]]
    evidence: list[Evidence]


@dataclass(frozen=True)
class Neighbour:
    """A signature that its example comes near to, and what tells the two apart."""

    signature: Signature
    match: Match


@unless_changed
def signature(request, slug):
    stories = Signature.objects.visible_to(request.user).with_story().with_return()
    stories = stories.select_related("merged_into", "superseded_by")
    found = get_object_or_404(stories, slug=slug)
    documents = list(dict.fromkeys(each.finding.document for each in found.evidence.all()))
    ctx = {
        "signature": found,
        "story": tell([found])[found.pk],
        "n_documents": len(documents),
        "examples": _examples(found),
        "together": _together(found, request.user),
        "neighbours": _neighbours(found, request.user),
        "met": _met(found, documents),
    }
    return render(request, "signature.html", ctx | standing(found, request.user))


def _examples(signature):
    """Each text once, but for the one that stands above them."""
    first = signature.example or signature.template
    told = {}
    for each in signature.evidence.all():
        told.setdefault(each.finding.text, []).append(each)
    others = [(text, evidence) for text, evidence in told.items() if text.strip() != first.strip()]
    budget = Budget()
    return [Example(marked_words(first, text, budget).new, evidence) for text, evidence in others[:EXAMPLES_SHOWN]]


def _together(signature, user):
    """The signatures that the same documents met, those of most documents first, as `n_together`."""
    met = Document.objects.visible_to(user).filter(findings__evidence__signature=signature).values("pk")
    others = Signature.objects.shown().exclude(pk=signature.pk).filter(evidence__finding__document__in=met)
    counted = others.annotate(n_together=Count("evidence__finding__document", distinct=True))
    return counted.order_by("-n_together", "pk")[:TOGETHER_SHOWN]


def _neighbours(signature, user):
    """What the matcher offers for the example besides the signature itself."""
    answers = answer_paste(signature.example or signature.template, hidden_from(user)).answers
    matches = {match.signature: match for answer in answers for match in answer.matches}
    matches.pop(signature.pk, None)
    near = Signature.objects.shown().in_bulk(list(matches)[:NEIGHBOURS_SHOWN])
    return [Neighbour(near[pk], match) for pk, match in matches.items() if pk in near]


def _met(signature, documents):
    """When documents and pastes met it, by week or by what is longer if it was met for long."""
    pastes = Meeting.objects.of(signature).values_list("day", "n")
    told = [(one.date, "documents", 1) for one in documents]
    counts = counted([*told, *((day, "pastes", n) for day, n in pastes)], list(MET_BY))
    return {"chart": counts.numbers(MET_BY), "rows": counts.rows()}
