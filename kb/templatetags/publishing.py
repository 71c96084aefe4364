"""Where a document is on its way, and what somebody may do next, as every page of a document shows it."""

import re

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from incidents.reviews import UNFINISHED, State
from kb.access import may_edit, may_judge, may_publish, may_retire, visible_documents
from kb.publishing_forms import VerdictForm

register = template.Library()

WAY = (State.DRAFT, State.REVIEW, State.PUBLISHED)
# Who may take which step next, and how it is offered; the first is the one that leads on.
NEXT = {
    State.DRAFT: ((may_edit, "submit", "Ask for review"), (may_publish, "publish", "Publish")),
    State.REVIEW: (
        (may_publish, "publish", "Publish"),
        (may_edit, "submit", "Ask others"),
        (may_publish, "withdraw", "Take back to draft"),
    ),
    State.PUBLISHED: (
        (may_publish, "withdraw", "Take back to draft"),
        (may_retire, "archive", "Archive"),
        (may_retire, "supersede", "Superseded by another"),
    ),
    State.ARCHIVED: ((may_retire, "reopen", "Open again"), (may_retire, "supersede", "Superseded by another")),
    State.SUPERSEDED: ((may_retire, "reopen", "Open again"),),
}
# These steps have pages of their own.
PAGES = ("submit", "publish")
# `code` and addresses in a comment; all else is shown as written.
SAID = re.compile(r"`([^`\n]++)`|(https?://[^\s<>&\"'`]++(?:&amp;[^\s<>&\"'`]++)*+)")


@register.inclusion_tag("publishing/_state.html", takes_context=True)
def document_state(context, document):
    """`newest` is the number of the revision that a verdict is about, and in `reviewers` each with what they said."""
    request = context["request"]
    in_review = document.state == State.REVIEW
    newest = document.latest.number if in_review else None
    return {
        "document": document,
        "csrf_token": context.get("csrf_token"),
        "way": WAY if document.state in UNFINISHED else (),
        "reviewers": document.reviewers.select_related("user").order_by("asked_at", "pk") if in_review else (),
        "newest": newest,
        "verdict": VerdictForm(initial={"revision": newest}) if in_review and may_judge(request, document) else None,
        "steps": _steps(request, document),
        "successor": _visible(request, document.superseded_by_id),
        "predecessors": visible_documents(request).filter(superseded_by=document).only("pk", "title"),
    }


def _steps(request, document):
    """The address and the words of each step that somebody may take next."""
    next_ones = NEXT[State(document.state)]
    allowed = {may: may(request, document) for may, *_ in next_ones}
    return [(_url(document, name), words) for may, name, words in next_ones if allowed[may]]


def _url(document, name):
    if name in PAGES:
        return reverse(f"document_{name}", args=[document.pk])
    return reverse("document_step", args=[document.pk, name])


def _visible(request, pk):
    return visible_documents(request).filter(pk=pk).only("pk", "title").first() if pk else None


@register.filter
def said(text):
    """The words of a comment: its code, its links and its lines; nothing else is interpreted."""
    return mark_safe(SAID.sub(_said, escape(text)).replace("\n", "<br>"))


def _said(match):
    code, address = match.groups()
    if code:
        return f"<code>{code}</code>"
    address, end = _without_stop(address)
    return f'<a href="{address}" rel="nofollow noreferrer">{address}</a>{end}'


def _without_stop(address):
    """The full stop that ends a sentence is not of the address."""
    kept = address.rstrip(".,;:!?)")
    return kept, address[len(kept) :]
