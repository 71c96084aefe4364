"""Accounts that single sign-on makes: with an open invitation its role, else that of SSO_ROLE, else none."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect

from incidents.invitations import InvitationOver, admit, open_invitation
from incidents.people import Member
from kb.accounts import INVITED


class Adapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return bool(settings.SIGN_ON.role) or open_invitation(request.session.get(INVITED)) is not None

    def save_user(self, request, sociallogin, form=None):
        try:
            with transaction.atomic():
                return _let_in(request, super().save_user(request, sociallogin, form))
        except InvitationOver as over:
            raise ImmediateHttpResponse(redirect("account_signup")) from over


def _let_in(request, user):
    token = request.session.pop(INVITED, None)
    if token and open_invitation(token):
        admit(user, token)
    elif settings.SIGN_ON.role:
        Member.objects.create(user=user, role=settings.SIGN_ON.role)
    else:
        raise InvitationOver
    return user
