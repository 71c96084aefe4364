"""What people say about a document and its lines: a list, a form for some lines, and what becomes of a comment."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from incidents import commenting
from incidents.anchoring import Place
from incidents.models import Comment
from incidents.revising import Outdated
from kb.access import for_commenters, may_edit, may_settle, person, visible_documents
from kb.mentioning import names_in
from kb.news import mention
from kb.publishing_forms import AnswerForm, CommentForm, LinesForm
from kb.saving import change_and_learn
from kb.watching import Notice, tell, thing_of, watchers

PAGES = {"read": "document", "source": "document_source"}
ONLY_WRITERS = "Only who may edit this document takes a suggestion over."
ONLY_SETTLERS = "Only who said it, and who may edit the document, settles a comment."


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, where its lines stand now, and what somebody may do with it."""

    comment: Comment
    answers: list[Comment]
    place: Place
    heading: str
    may_settle: bool

    @property
    def stands_first(self):
        """The order of a list: what is said of all, then as the lines stand; what lost its lines below its heading."""
        first = self.place.lines[0] if self.place.lines else self.place.heading or 0
        return (bool(self.comment.first_line), first, self.comment.pk)


def comments(request, pk):
    found = get_object_or_404(visible_documents(request), pk=pk)
    said = threads(request, found)
    ctx = {
        "document": found,
        "open": [thread for thread in said if not thread.comment.resolved_at],
        "resolved": [thread for thread in said if thread.comment.resolved_at],
        "form": CommentForm(initial={"revision": found.latest.number}),
        "may_edit": may_edit(request, found),
    }
    return render(request, "comments/comments.html", ctx)


@for_commenters
def comment_new(request, pk):
    """The form for the lines that the address names, and what was written into it."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    asked = LinesForm(request.POST or request.GET)
    if not asked.is_valid():
        raise Http404
    number = asked.cleaned_data["revision"] or found.latest.number
    revision = get_object_or_404(found.revisions, number=number)
    form = CommentForm(request.POST or None, initial=_initial(asked, revision))
    if form.is_valid() and (said := _said(request, found, revision, form)):
        messages.success(request, "Your comment is there.")
        return redirect(_back(found, said, form.cleaned_data["then"]))
    ctx = {"document": found, "form": form, "lines": asked.lines(), "quote": form["suggestion"].initial}
    return render(request, "comments/new.html", ctx)


@require_POST
@for_commenters
def comment_answer(request, pk):
    said = _comment(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        answer = commenting.answer(said, form.cleaned_data["text"], by=person(request))
        _tell(request, said.document, answer)
    else:
        messages.error(request, "An answer without words was not kept.")
    return redirect(_address(said))


@require_POST
@for_commenters
def comment_settle(request, pk):
    """Resolves a comment or opens it again."""
    said = _comment(request, pk)
    if not may_settle(request, said):
        raise PermissionDenied(ONLY_SETTLERS)
    if request.POST.get("settle") == "open":
        commenting.reopen(said)
    else:
        commenting.resolve(said, by=person(request))
    return redirect(_address(said))


@require_POST
@for_commenters
def comment_apply(request, pk):
    said = _comment(request, pk)
    if not may_edit(request, said.document):
        raise PermissionDenied(ONLY_WRITERS)
    try:
        change_and_learn(said.document, partial(commenting.apply, said, by=person(request)), by=person(request))
        messages.success(request, "The suggestion is the text now.")
    except Outdated as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_address(said))


def threads(request, document, *, only_open=False):
    """The comments of a document with their answers, in the order of its text. A constant number of queries."""
    every = list(document.comments.all())
    first = [said for said in every if not said.parent_id and not (only_open and said.resolved_at)]
    answers = {said.pk: [answer for answer in every if answer.parent_id == said.pk] for said in first}
    now = commenting.located(document, first)
    edits = may_edit(request, document)
    lines = document.latest.text.split("\n") if any(not place.lines for place in now.values()) else []
    found = [
        Thread(
            said,
            answers[said.pk],
            now.get(said.pk, Place(None)),
            _heading(lines, now.get(said.pk)),
            edits or (request.user.is_authenticated and said.user_id == request.user.pk),
        )
        for said in first
    ]
    return sorted(found, key=lambda thread: thread.stands_first)


def first_lines(threads):
    """By line the comments that begin there, as (how many, the id of the first)."""
    found = {}
    for thread in threads:
        if thread.place.lines:
            n, first = found.get(thread.place.lines[0], (0, thread.comment.pk))
            found[thread.place.lines[0]] = (n + 1, first)
    return found


def _heading(lines, place):
    return lines[place.heading - 1].strip("# ") if place and place.heading else ""


def _comment(request, pk):
    return get_object_or_404(
        Comment.objects.select_related("document", "parent"), pk=pk, document__in=visible_documents(request)
    )


def _initial(asked, revision):
    """The form as it opens: the lines themselves are what a suggestion starts from."""
    lines = asked.lines()
    first, last = lines or (None, None)
    stood = revision.text.split("\n")[first - 1 : last] if lines else []
    return {
        "first": first,
        "last": last,
        "revision": revision.number,
        "then": asked.cleaned_data["then"],
        "suggestion": "\n".join(stood),
    }


def _said(request, document, revision, form):
    sent = form.cleaned_data
    suggestion = sent["suggestion"] if "suggestion" in request.POST else None
    try:
        said = commenting.comment(revision, sent["text"], by=person(request), lines=form.lines(), suggestion=suggestion)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    _tell(request, document, said)
    return said


def _tell(request, document, said):
    """Tells whom the words name; else the author, who spoke in the same thread, and who watches the document."""
    first = said.parent or said
    spoke = [first.user, *(answer.user for answer in first.answers.select_related("user"))]
    what = {"by": person(request), "text": f"{document.title}: {said.text}", "url": _address(first)}
    named = mention(document, names_in(said.text), **what)
    people = {document.author, *spoke, *watchers(thing_of(document))} - {None, *named}
    tell(Notice.Kind.COMMENT, thing_of(document), to=people, document=document, **what)


def _address(said):
    first = said.parent_id or said.pk
    return f"{reverse('comments', args=[said.document_id])}#comment-{first}"


def _back(document, said, then):
    """Where the comment was begun, at its lines, or else the list of comments."""
    if then not in PAGES or not said.first_line:
        return _address(said)
    mark = "S" if then == "source" else "L"
    return f"{reverse(PAGES[then], args=[document.pk])}#{mark}{said.first_line}"
