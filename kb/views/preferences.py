from django.contrib import messages
from django.shortcuts import redirect, render

from incidents.actions import name_owners
from incidents.people import Member
from kb.access import for_members
from kb.people_forms import PreferencesForm


@for_members
def preferences(request):
    user = request.user
    chosen = {"name": user.get_full_name(), "time_zone": user.member.time_zone, "digest": user.member.digest}
    form = PreferencesForm(request.POST or None, initial=chosen)
    if not form.is_valid():
        return render(request, "people/settings.html", {"form": form})
    _save(user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("settings")


def _save(user, *, name, **columns):
    user.first_name, user.last_name = name, ""
    user.save(update_fields=["first_name", "last_name"])
    Member.objects.filter(user=user).update(**columns)
    name_owners()
