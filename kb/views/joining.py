from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from incidents.invitations import open_invitation
from kb.accounts import INVITED


@never_cache
@login_not_required
def join(request, token):
    """Leads from an invitation to the form that makes the account. One that is over looks as one that never was."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "people/over.html", status=404)
    if request.user.is_authenticated:
        return render(request, "people/signed_in.html", {"invitation": invitation})
    request.session[INVITED] = token
    return redirect("account_signup")
