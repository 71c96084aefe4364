from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from incidents.invitations import invite, withdraw
from incidents.people import Invitation
from incidents.roles import LastOfItsKind, deactivate, give_role, reactivate
from kb.access import for_owners, may_change_account, roles_to_give
from kb.people_forms import InviteForm, RoleForm

PER_PAGE = 100
LINK = "invitation_link"


@never_cache
@for_owners
def people(request, form=None):
    page = Paginator(_accounts(), PER_PAGE).get_page(request.GET.get("page"))
    ctx = {
        "page": page,
        "rows": [_row(request, account) for account in page],
        "form": form or InviteForm(),
        "link": request.session.pop(LINK, None),
        "invitations": Invitation.objects.open(timezone.now()).filter(is_admin=False).order_by("-created"),
    }
    return render(request, "people/people.html", ctx)


@require_POST
@for_owners
def people_invite(request):
    form = InviteForm(request.POST)
    if not form.is_valid():
        return people(request, form=form)
    token = invite(request.user, **form.cleaned_data)
    link = request.session[LINK] = request.build_absolute_uri(reverse("join", args=[token]))
    if form.cleaned_data["email"]:
        _mail(request, form.cleaned_data["email"], link)
    return redirect(f"{reverse('people')}#invitations")


@require_POST
@for_owners
def people_withdraw(request, pk):
    withdraw(get_object_or_404(Invitation, pk=pk, is_admin=False))
    messages.success(request, "The link is withdrawn; it lets nobody in.")
    return redirect("people")


@require_POST
@for_owners
def people_role(request, pk):
    account = _account(request, pk)
    form = RoleForm(request.POST, choices=roles_to_give(request))
    if not form.is_valid():
        raise PermissionDenied("This role is not yours to give.")
    role = form.cleaned_data["role"]
    return _change(request, f"{account} is {role} now.", give_role, account, role)


@require_POST
@for_owners
def people_deactivate(request, pk):
    account = _account(request, pk)
    return _change(request, f"{account} is signed out and comes in no more.", deactivate, account)


@require_POST
@for_owners
def people_reactivate(request, pk):
    account = _account(request, pk)
    return _change(request, f"{account} may sign in again.", reactivate, account)


def _accounts():
    factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    accounts = get_user_model().objects.select_related("member").annotate(has_second_factor=Exists(factor))
    return accounts.order_by("-is_active", "username")


def _row(request, account):
    member = getattr(account, "member", None)
    return {
        "account": account,
        "role": "admin" if account.is_superuser else member.role if member else "viewer",
        "seen_on": member and member.seen_on,
        "may_change": may_change_account(request, account),
        "roles": roles_to_give(request),
    }


def _account(request, pk):
    account = get_object_or_404(get_user_model(), pk=pk)
    if not may_change_account(request, account):
        raise PermissionDenied("An admin's account is changed by admins only.")
    return account


def _change(request, done, change, *values):
    try:
        change(*values)
    except LastOfItsKind as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("people")


def _mail(request, address, link):
    """Where no server of e-mail is named, the link is only shown."""
    if not settings.SENDS_EMAIL:
        return
    ctx = {"link": link, "by": request.user, "site": request.get_host()}
    try:
        send_mail("You are invited to Errata", render_to_string("people/invitation.txt", ctx), None, [address])
    except (OSError, SMTPException) as error:
        messages.error(request, f"The letter to {address} could not be sent ({error}): pass the link on yourself.")
    else:
        messages.success(request, f"The link is on its way to {address} too.")
