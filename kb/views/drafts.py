"""What the editor says and asks by itself while somebody writes: drafts, who else is there, a fresh token."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from incidents.drafting import be_here, drop_draft, keep_draft, others_here, version_of
from kb.access import editable_document, for_writers
from kb.writing_forms import DraftForm


@require_GET
@never_cache
@login_not_required
def write_token(request):
    """Who is signed in by now, and the token for what they send: signing in again makes the one of an open page old."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@require_POST
@login_not_required
@for_writers
def document_draft(request, pk):
    """Keeps the text as a draft; 409 with the other text where another window keeps one."""
    document = editable_document(request, pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    sent = form.cleaned_data
    if sent.pop("writer") != request.user.pk:
        raise PermissionDenied("Somebody else is signed in by now.")
    draft, is_kept = keep_draft(document, request.user, **sent)
    return JsonResponse({"known": version_of(draft)}, status=200 if is_kept else 409)


@require_POST
@for_writers
def draft_discard(request, pk):
    document = editable_document(request, pk)
    drop_draft(document, request.user, known=request.POST.get("known", ""))
    return redirect("document_edit", pk)


@require_POST
@login_not_required
@for_writers
def document_presence(request, pk):
    """Notes that somebody has the document open, and says who else has, and whether a newer revision was saved."""
    document = editable_document(request, pk)
    be_here(document, request.user)
    newest = document.revisions.order_by("number").values("number", "name").last()
    return JsonResponse(
        {"others": told_others(document, request.user), "newest": newest["number"], "by": newest["name"]}
    )


def told_others(document, user):
    """ "Ann and Ben have it open too.", or "" where nobody has."""
    names = others_here(document, user)
    if not names:
        return ""
    *first, last = names
    return f"{', '.join(first)} and {last} have it open too." if first else f"{last} has it open too."
