"""The steps of a document on its way: asked for on a page of their own, refused in one plain sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from incidents import publishing
from incidents.reviews import UNFINISHED, Reviewer
from incidents.revising import Outdated
from kb.access import (
    document_if,
    for_commenters,
    may_edit,
    may_judge,
    may_publish,
    may_retire,
    person,
    visible_documents,
)
from kb.foreseeing import foresee
from kb.publishing_forms import PublishForm, StepForm, SubmitForm, SupersedeForm, VerdictForm
from kb.saving import change_and_learn
from kb.views.cards import cards_beside
from kb.watching import Notice, tell, thing_of

ONLY_WRITERS = "Only who may edit this document may do this."
ONLY_REVIEWERS = "Only those who were asked to review it, and curators, judge a document; never its author."
ONLY_PUBLISHERS = "Only its author and curators publish a document."
ONLY_CURATORS = "Only curators archive documents and say what takes their place."


@dataclass(frozen=True)
class Step:
    """A step that needs no more than a reason: `act` takes it, `may` says who, and `teaches` that findings change."""

    title: str
    told: str
    done: str
    act: Callable
    may: Callable
    refusal: str
    form: type[StepForm] = StepForm
    teaches: bool = False


STEPS = {
    "withdraw": Step(
        "Take back to draft",
        "What it taught leaves the catalogue, as far as no other document says it too. What people decided stays.",
        "It is a draft again.",
        publishing.withdraw,
        may_publish,
        ONLY_PUBLISHERS,
        teaches=True,
    ),
    "archive": Step(
        "Archive",
        "It stays where it is and goes on to teach what it says; its page says that nobody looks after it any more.",
        "It is archived.",
        publishing.archive,
        may_retire,
        ONLY_CURATORS,
    ),
    "reopen": Step(
        "Open again",
        "It is a published document like any other again.",
        "It is published again.",
        publishing.reopen,
        may_retire,
        ONLY_CURATORS,
    ),
    "supersede": Step(
        "Superseded by another",
        "Another document takes its place. It goes on to teach what it says, and each page leads to the other.",
        "Both pages say so.",
        publishing.supersede,
        may_retire,
        ONLY_CURATORS,
        form=SupersedeForm,
    ),
}


@for_commenters
def submit(request, pk):
    """Asks people to review a document."""
    found = document_if(may_edit, request, pk, ONLY_WRITERS)
    form = SubmitForm(request.POST or None, document=found)
    if request.method == "POST" and form.is_valid() and _submitted(request, found, form):
        messages.success(request, "It is in review. Those who were asked see it on their first page.")
        return redirect(found)
    ctx = {"document": found, "form": form, "asked": found.reviewers.select_related("user").order_by("asked_at")}
    return render(request, "publishing/submit.html", ctx)


@for_commenters
def verdict(request, pk):
    """Approves a document or asks for changes, of the revision that was shown."""
    found = document_if(may_judge, request, pk, ONLY_REVIEWERS)
    form = VerdictForm(request.POST or None, initial={"revision": found.latest.number})
    if form.is_valid() and _judged(request, found, form):
        messages.success(request, "Your verdict is told to its author.")
        return redirect(found)
    ctx = {"document": found, "form": form, "verdicts": Reviewer.Verdict, "before": _verdict_before(request, found)}
    return render(request, "publishing/verdict.html", ctx)


@for_commenters
def publish(request, pk):
    """What lacks, what would be learnt, and the button."""
    found = document_if(may_publish, request, pk, ONLY_PUBLISHERS)
    form = PublishForm(request.POST or None, initial={"seen": found.latest.number})
    if form.is_valid() and _published(request, found, form):
        return redirect("document_learnt", found.pk)
    if found.state not in UNFINISHED:
        messages.info(request, f"This document is {found.get_state_display().lower()} by now.")
        return redirect(found)
    return render(request, "publishing/publish.html", {"document": found, "form": form} | _foreseen(request, found))


@for_commenters
def step(request, pk, name):
    """One of STEPS, with a reason."""
    if name not in STEPS:
        raise Http404
    taken = STEPS[name]
    found = document_if(taken.may, request, pk, taken.refusal)
    asked = {"visible": visible_documents(request)} if taken.form is SupersedeForm else {}
    form = taken.form(request.POST if request.method == "POST" else None, **asked)
    if form.is_valid() and _taken(request, found, taken, form):
        messages.success(request, taken.done)
        return redirect(found)
    return render(request, "publishing/step.html", {"document": found, "form": form, "step": taken})


def learnt(request, pk):
    """What the site learnt from a document, to be confirmed, edited or rejected in place by who may."""
    found = get_object_or_404(visible_documents(request).exclude(state__in=UNFINISHED), pk=pk)
    return render(request, "publishing/learnt.html", cards_beside(request, found, "document_learnt"))


def _submitted(request, document, form):
    sent = form.cleaned_data
    act = partial(publishing.submit, document, list(sent["reviewers"]), by=person(request), why=sent["why"])
    new = _tried(form, act)
    if new is None:
        return False
    _tell(request, document, Notice.Kind.REVIEW, document.title, [reviewer.user for reviewer in new])
    return True


def _judged(request, document, form):
    sent = form.cleaned_data
    approved = sent["verdict"] == Reviewer.Verdict.APPROVED
    judge = publishing.approve if approved else publishing.ask_for_changes
    act = partial(judge, document, revision=sent["revision"], by=person(request), why=sent["why"])
    if not _tried(form, act):
        return False
    text = f"{'Approved' if approved else 'Asked for changes'}: {document.title}. {sent['why']}".strip()
    _tell(request, document, Notice.Kind.JUDGED, text, [document.author])
    return True


def _published(request, document, form):
    sent = form.cleaned_data
    act = partial(publishing.publish, document, by=person(request), why=sent["why"], seen=sent["seen"])
    if not _tried(form, partial(change_and_learn, document, act, by=person(request))):
        return False
    messages.success(request, "It is published.")
    _tell(request, document, Notice.Kind.WATCHED, f"Published: {document.title}")
    return True


def _taken(request, document, taken, form):
    sent = dict(form.cleaned_data)
    others = [sent.pop("successor")] if "successor" in sent else []
    act = partial(taken.act, document, *others, by=person(request), why=sent["why"])
    return _tried(form, partial(change_and_learn, document, act, by=person(request)) if taken.teaches else act)


def _tried(form, act):
    """What the step gives; None with the reason in the form if it is refused."""
    try:
        return act()
    except Outdated as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _tell(request, document, kind, text, to=None):
    people = None if to is None else [user for user in to if user]
    url = document.get_absolute_url()
    tell(kind, thing_of(document), by=person(request), text=text, url=url, to=people, document=document)


def _verdict_before(request, document):
    """What somebody said of an earlier revision, so that they can look at what changed since."""
    before = document.reviewers.filter(user=request.user).exclude(revision=None).first()
    return before if before and before.revision < document.latest.number else None


def _foreseen(request, document):
    try:
        told = publishing.told_by(document)
    except ValidationError as error:
        return {"lacking": error.messages, "lessons": {}, "n_open": 0}
    return {
        "lacking": publishing.lacking(document, told),
        "lessons": foresee(document, told, request.user),
        "n_open": document.comments.open().count(),
    }
