from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kb.access import sign
from kb.curate_forms import FeedbackForm
from kb.curation.feedback import tell_outcome, withdraw
from kb.models import Feedback, Fix
from kb.views.stories import feedback_on, told_fix


@require_POST
def feedback(request, pk):
    """A yes or no on a fix. Said again from the same browser it takes the earlier word back, also without a name."""
    fix = get_object_or_404(Fix.objects.with_evidence(), pk=pk)
    form = FeedbackForm(request.POST)
    said = form.is_valid() and _tell(request, fix, form.cleaned_data)
    if not request.htmx:
        return redirect(fix)
    ctx = {"fix": fix, "told": told_fix(fix, feedback_on([fix.pk])), "said": said, "hx": True}
    return render(request, "_did_it.html", ctx)


def _tell(request, fix, told):
    """The row that was written, or None: then a message says why."""
    by = request.user if request.user.is_authenticated else told["name"]
    try:
        said = tell_outcome(fix, worked=told["worked"], by=by, note=told["note"], signature=told["signature"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    sign(request, told["name"])
    before = request.session.get("told", {})
    for earlier in Feedback.objects.filter(pk=before.get(str(fix.pk)), counts=True):
        withdraw(earlier)
    request.session["told"] = before | {str(fix.pk): said.pk}
    messages.success(request, "Thank you: it is counted beside what documents say.")
    return said
