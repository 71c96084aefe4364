"""What people say about who sees a document and who edits it."""

import re

from django import forms
from django.contrib.auth import get_user_model
from django.urls import reverse_lazy

from incidents.models import Document
from incidents.people import accounts_called
from incidents.restricting import Sight, n_changes
from kb.publishing_forms import LINE, PersonChoice

BETWEEN_NAMES = re.compile(r"[\s,;]+")
NAMES = forms.TextInput(
    attrs={
        "autocomplete": "off",
        "autocapitalize": "none",
        "spellcheck": "false",
        "list": "people",
        "data-people-url": reverse_lazy("people_names"),
        "aria-describedby": "more-told",
    }
)


class VisibilityForm(forms.Form):
    """`readers` are those who were named before and still are, `asked` those who were asked to review and still are;
    `more` takes the user names of others.
    """

    visibility = forms.ChoiceField(
        label="Who may see it", choices=Document.Visibility.choices, widget=forms.RadioSelect
    )
    readers = PersonChoice(None, label="Named so far", required=False, widget=forms.CheckboxSelectMultiple)
    asked = PersonChoice(None, label="Asked to review", required=False, widget=forms.CheckboxSelectMultiple)
    more = forms.CharField(label="Name somebody", required=False, max_length=2000, widget=NAMES)
    locked = forms.BooleanField(label="Locked: only its author and curators edit it", required=False)
    why = forms.CharField(label="Why? (optional)", required=False, max_length=500, widget=LINE)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, document):
        people = get_user_model().objects.order_by("username")
        shown = {
            "readers": people.filter(pk__in=document.readers.values("pk")),
            "asked": people.filter(reviews__document=document),
        }
        now = {"visibility": document.visibility, "locked": document.locked, "seen": n_changes(document)}
        super().__init__(data, initial=now | shown)
        for name, found in shown.items():
            self.fields[name].queryset = found

    def clean_more(self):
        """The accounts that are named, with or without @."""
        typed = (name.removeprefix("@") for name in BETWEEN_NAMES.split(self.cleaned_data["more"]))
        names = {name.casefold(): name for name in typed if name}
        found = {user.small: user for user in accounts_called(names)} if names else {}
        missing = [f"“{name}”" for small, name in names.items() if small not in found]
        if missing:
            raise forms.ValidationError(f"There is no account called {' or '.join(missing)}: an owner invites people.")
        return list(found.values())

    def sight(self):
        sent = self.cleaned_data
        readers = frozenset([*sent["readers"], *sent["more"]])
        return Sight(sent["visibility"], readers, sent["locked"], frozenset(sent["asked"]))
