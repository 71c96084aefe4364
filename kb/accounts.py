"""Accounts as this site wants them: nobody makes one without an invitation."""

from allauth.account.adapter import DefaultAccountAdapter

from incidents.invitations import open_invitation

# Where the session keeps the token of the link that somebody came by.
INVITED = "invitation"


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return open_invitation(request.session.get(INVITED)) is not None

    def is_email_verified(self, request, email):
        """Whoever was let in is believed the address they give; a later change waits for the link in a letter."""
        return INVITED in request.session
