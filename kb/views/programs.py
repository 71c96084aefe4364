"""What programs need of the site: the tokens they ask with, and a page that says how."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.token_forms import TokenForm
from kb.tokens import issue, revoke

FIRST = {"scopes": ["read", "match"], "days": 90}


def api(request):
    return render(request, "programs/api.html", {"site": request.build_absolute_uri("/").rstrip("/")})


@login_required
def tokens(request):
    """One's own tokens. A new one is shown on the page that answers its form, and never again."""
    form = TokenForm(request.POST or None, initial=FIRST)
    made = issue(request.user, **form.cleaned_data) if form.is_valid() else None
    ctx = {
        "form": TokenForm(initial=FIRST) if made else form,
        "made": made,
        "tokens": request.user.api_tokens.filter(revoked_at=None),
        "now": timezone.now(),
    }
    return render(request, "programs/tokens.html", ctx)


@require_POST
@login_required
def token_revoke(request, pk):
    token = get_object_or_404(request.user.api_tokens.filter(revoked_at=None), pk=pk)
    revoke(token)
    messages.success(request, f"“{token.name}” is taken back: nothing can ask with it any more.")
    return redirect("tokens")
