"""Who may do what: every rule is a function here, and nothing else in the site decides."""

from functools import wraps

from django.apps import apps
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from incidents.models import Document, Picture
from incidents.people import Role, is_at_least
from incidents.pictures import mentions_of_picture, was_shown
from incidents.reading.values import FINDING_KINDS
from incidents.reviews import UNFINISHED
from incidents.roles import ADMIN


def is_member(request):
    return request.user.is_authenticated


def may_comment(request):
    return is_member(request)


def may_write(request):
    """Whether somebody may begin a document."""
    return is_at_least(request.user, Role.CONTRIBUTOR)


def may_import(request):
    """A contributor; with a setting everybody, for sites that only those reach who may."""
    return settings.ALLOW_IMPORTS or is_at_least(request.user, Role.CONTRIBUTOR)


def may_curate(request):
    """Whether somebody may decide on entries: a curator, or with a setting everybody."""
    return settings.ALLOW_CURATION or is_at_least(request.user, Role.CURATOR)


def may_give_feedback(request):
    """Whether somebody may say what worked: an account, and with a setting everybody."""
    return settings.ANONYMOUS_FEEDBACK or request.user.is_authenticated


def may_own(request):
    """Whether somebody may invite people, give roles and change what holds for the whole site."""
    return is_at_least(request.user, Role.OWNER)


def may_change_account(request, account):
    """Whether somebody may give an account another role or shut it: an owner, and an admin's only an admin."""
    return may_own(request) and (request.user.is_superuser or not account.is_superuser)


def roles_to_give(request):
    """The roles that somebody may give, with their names: only an admin makes an admin."""
    return [*Role.choices, *([(ADMIN, "Admin")] if request.user.is_superuser else [])]


def is_admin(request):
    return request.user.is_authenticated and request.user.is_superuser


def may_redact(request):
    """Whether somebody may take the text out of a revision for ever."""
    return is_admin(request)


def may_edit(request, document):
    """A contributor what is their own or not locked, a curator all that they see."""
    if is_at_least(request.user, Role.CURATOR):
        return True
    return may_write(request) and (document.author_id == request.user.pk or not document.locked)


def may_reconcile(request, document):
    """Whether somebody may decide between a document and its source: who may edit it; where all import, all if it is
    not locked."""
    return may_edit(request, document) or (settings.ALLOW_IMPORTS and not document.locked)


def closed_to_import(request, documents):
    """Those of some documents that an import may not touch in somebody's name: hidden from them, or locked."""
    hidden = Document.everything.hidden_from(request.user).values("pk")
    locked = [document.pk for document in documents.filter(locked=True) if not may_edit(request, document)]
    return documents.filter(Q(pk__in=hidden) | Q(pk__in=locked))


def may_publish(request, document):
    """A curator and the author. Where the site asks for review, somebody else's approval is asked for besides."""
    if is_at_least(request.user, Role.CURATOR):
        return True
    return may_write(request) and document.author_id == request.user.pk


def may_judge(request, document):
    """Whether somebody may approve a document or ask for changes: who was asked, and curators; never its author."""
    if not request.user.is_authenticated or document.author_id == request.user.pk:
        return False
    return is_at_least(request.user, Role.CURATOR) or document.reviewers.filter(user=request.user).exists()


def may_retire(request, document):
    """Whether somebody may archive a document, have another take its place, and take both back."""
    return is_at_least(request.user, Role.CURATOR)


def may_settle(request, comment):
    """Whether somebody may resolve a comment: who said it, and who may change the document."""
    return comment.user_id == request.user.pk or may_edit(request, comment.document)


def may_restrict(request, document):
    """Whether somebody may say who else sees a document, and lock it."""
    return is_at_least(request.user, Role.CURATOR) or (may_write(request) and document.author_id == request.user.pk)


def may_finish(request, action):
    """Whether somebody may say that an action is done: its owner, its document's author, whoever writes or curates."""
    own = request.user.is_authenticated and request.user.pk in (action.user_id, action.document.author_id)
    return own or may_write(request) or may_curate(request)


def may_delete(request, document):
    """A contributor their own drafts, a curator everything; what was imported is the importers'."""
    if is_at_least(request.user, Role.CURATOR):
        return True
    own_draft = document.author_id == request.user.pk and document.state in UNFINISHED
    return (may_write(request) and own_draft) or (settings.ALLOW_IMPORTS and document.author_id is None)


def visible_documents(request):
    """What a page may show of the documents."""
    return Document.objects.visible_to(request.user)


def visible_picture(request, sha256):
    """A picture that a document shows which one may see. What no document shows yet is for those who write them.

    What a document showed that they may not know of, or one that is deleted, was meant for its readers.
    """
    found = get_object_or_404(Picture.objects.prefetch_related("places"), sha256=sha256)
    shown = mentions_of_picture(found)
    if shown.filter(document__in=visible_documents(request)).exists():
        return found
    closed = Document.everything.deleted() | Document.everything.hidden_from(request.user)
    if may_write(request) and not shown.exists() and not was_shown(found, closed):
        return found
    raise Http404


def visible_entries(user, kind):
    """What somebody may know of the entries of a kind."""
    return kind.objects.shown().visible_to(user)


def editable_document(request, pk):
    """The document, for somebody who changes it: 404 if they may not know of it, 403 if they may not edit it."""
    return document_if(may_edit, request, pk, "Only its author and curators may edit this document: it is locked.")


def document_if(may, request, pk, refusal):
    """The document, for somebody who does something with it: 404 if they may not know of it, 403 if they may not."""
    document = get_object_or_404(visible_documents(request), pk=pk)
    if not may(request, document):
        raise PermissionDenied(refusal)
    return document


def may_watch(request, thing):
    """Whether there is such a thing to watch as far as somebody may know: a document, an entry, or any tag."""
    kind, _, name = thing.partition("-")
    if kind == "tag":
        return bool(name)
    if not name.isdecimal() or len(name) > 15:
        return False
    if kind == "document":
        return visible_documents(request).filter(pk=name).exists()
    models = {model._meta.model_name: model for model in apps.get_app_config("kb").get_models()}
    return kind in FINDING_KINDS and visible_entries(request.user, models[kind]).filter(pk=name).exists()


def person(request):
    """Who is asking, as the author of what is written: the account, the name they gave here last, or a word."""
    if request.user.is_authenticated:
        return request.user
    return request.session.get("name") or "a visitor"


def sign(request, name):
    """Keeps the name that somebody without an account gives, for what they write next."""
    if name:
        request.session["name"] = name


class ReadersOnly(LoginRequiredMiddleware):
    """Sends visitors without an account to the page where one signs in, unless the site is open to them.

    A program that asks for JSON, a feed or a part of a page is refused instead: it could do nothing with that page.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if settings.ANONYMOUS_READ:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.htmx or "as" in request.GET or not request.accepts("text/html"):
            raise PermissionDenied("This site is read with an account only.")
        return super().handle_no_permission(request, view_func)


def _only_if(may, refusal):
    """A decorator of views that only those see who may."""

    def only(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not may(request):
                raise PermissionDenied(refusal)
            return view(request, *args, **kwargs)

        return checked

    return only


for_importers = _only_if(may_import, "Importing in the browser is turned off on this site (ALLOW_IMPORTS).")
for_curators = _only_if(may_curate, "Deciding on entries is turned off on this site (ALLOW_CURATION).")
for_witnesses = _only_if(may_give_feedback, "Saying what worked takes an account on this site (ANONYMOUS_FEEDBACK).")
for_writers = _only_if(may_write, "Writing here takes an account with the role of a contributor.")
for_commenters = _only_if(may_comment, "Commenting takes an account.")
for_members = _only_if(is_member, "This page is about your account: sign in first.")
for_owners = _only_if(may_own, "This page is for the owners of the site.")
for_exporters = _only_if(is_member, "Taking out several documents at once takes an account.")
for_admins = _only_if(is_admin, "This is for the admins of the site.")
for_redactors = _only_if(may_redact, "Only an admin may take the text out of a revision.")


def rights(request):
    """For the templates, which offer only what may be done."""
    return {
        "may_import": may_import(request),
        "may_curate": may_curate(request),
        "may_give_feedback": may_give_feedback(request),
        "may_write": may_write(request),
        "may_own": may_own(request),
    }
