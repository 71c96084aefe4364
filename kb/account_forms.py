"""allauth's forms where this site asks for more, or in other words."""

from allauth.account import forms
from allauth.core import context
from django.db import transaction
from django.shortcuts import redirect

from incidents.actions import name_owners
from incidents.invitations import InvitationOver, admit, open_invitation
from kb.accounts import INVITED


class LoginForm(forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail address"
        self.fields["remember"].label = "Stay signed in"


class SignupForm(forms.SignupForm):
    """The account and the end of the invitation are one step; who comes second is told that it is over."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = open_invitation(context.request.session.get(INVITED))
        if self.invitation:
            self.fields["email"].initial = self.invitation.email

    def try_save(self, request):
        try:
            with transaction.atomic():
                return self._admitted(request)
        except InvitationOver:
            return None, redirect("account_signup")

    def _admitted(self, request):
        user, response = super().try_save(request)
        if user:
            admit(user, request.session[INVITED])
            name_owners()
            del request.session[INVITED]
        return user, response
