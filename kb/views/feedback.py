from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kb.access import for_witnesses, sign
from kb.curate_forms import FeedbackForm
from kb.curation.feedback import tell_outcome, withdraw
from kb.models import Feedback, Fix
from kb.views.stories import feedback_on, told_fix

THANKS = "Thank you: it is counted beside what documents say."


@require_POST
@for_witnesses
def feedback(request, pk):
    """A yes or no on a fix. Said again from the same browser it takes the earlier word back, also without a name."""
    fix = get_object_or_404(Fix.objects.visible_to(request.user).with_evidence(), pk=pk)
    form = FeedbackForm(request.POST, user=request.user)
    answered = _tell(request, fix, form.cleaned_data) if form.is_valid() else "Say yes or no."
    if not request.htmx:
        messages.info(request, answered)
        return redirect(fix)
    ctx = {"fix": fix, "told": told_fix(fix, feedback_on([fix.pk])), "answered": answered}
    return render(request, "_did_it.html", ctx | {"signature": form.cleaned_data.get("signature")})


def _tell(request, fix, said):
    """Writes it, and gives the sentence to answer with."""
    by = request.user if request.user.is_authenticated else said["name"]
    try:
        told = tell_outcome(fix, worked=said["worked"], by=by, note=said["note"], signature=said["signature"])
    except ValidationError as error:
        return " ".join(error.messages)
    sign(request, said["name"])
    before = request.session.get("told", {})
    for earlier in Feedback.objects.filter(pk=before.get(str(fix.pk)), counts=True):
        withdraw(earlier)
    request.session["told"] = before | {str(fix.pk): told.pk}
    return THANKS
