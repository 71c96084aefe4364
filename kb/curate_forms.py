"""What people type to decide on entries, as domain values: another entry by its link, findings by their boxes."""

import re

from django import forms
from django.db.models import Q

from kb.curation.entries import EDITABLE
from kb.models import Signature

# The end of an entry's address: the slug of a signature, the number of the others.
ADDRESS = re.compile(r"/(?P<list>signatures|causes|fixes|rules|patterns)/(?P<name>[\w-]+)/?(?:[?#]\S*)?$")
NUMBER = re.compile(r"#?(\d{1,15})")
LISTS = {"signatures": "signature", "causes": "cause", "fixes": "fix", "rules": "rule", "patterns": "pattern"}
OFFERED = 10
DAY = forms.DateInput(attrs={"type": "date"})
LINE = forms.TextInput(attrs={"autocomplete": "off"})


class DecisionForm(forms.Form):
    """What goes with every decision: the `version` that was shown, the reason, and a name for who has no account."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label="Why? (optional)", required=False, max_length=2000, widget=LINE)
    name = forms.CharField(label="Your name (optional)", required=False, max_length=150, widget=LINE)
    # The fields in which the decision itself is told.
    told = ()

    def __init__(self, data=None, *, entry, user, **kwargs):
        self.entry, self.user = entry, user
        super().__init__(data, **kwargs)
        self.order_fields([*self.told, "why", "name"])


class EditForm(DecisionForm):
    """Gives `columns`, those of the entry that are told anew. What is not sent stays."""

    def __init__(self, data=None, *, entry, **kwargs):
        super().__init__(data, entry=entry, **kwargs)
        self.names = EDITABLE if isinstance(entry, Signature) else ("text",)
        for name in self.names:
            widget = forms.TextInput() if name in ("title", "exception_type") else forms.Textarea(attrs={"rows": 5})
            self.fields[name] = forms.CharField(
                label=entry._meta.get_field(name).verbose_name.capitalize(),
                required=name != "exception_type",
                initial=getattr(entry, name),
                widget=widget,
            )
        self.order_fields([*self.names, "why", "name"])

    def columns(self):
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in self.names}


class OtherForm(DecisionForm):
    """Names another entry of the same kind: `cleaned_data["other"]`, at the version that was shown of it."""

    told = ("other",)
    # The link may stay empty where one of those found is chosen.
    use_required_attribute = False
    other = forms.CharField(label="Its link, its number or words of it", max_length=2000, widget=LINE)
    other_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_other(self):
        found = named(type(self.entry), self.cleaned_data["other"], self.user)
        if not found:
            raise forms.ValidationError("This is no link to an entry of this kind: choose one of those below.")
        return found

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("other") and cleaned.get("other_version") is not None:
            cleaned["other"].version = cleaned["other_version"]
        return cleaned


class SplitForm(DecisionForm):
    told = ("findings",)
    findings = forms.TypedMultipleChoiceField(label="What is another thing", coerce=int)

    def __init__(self, data=None, *, entry, **kwargs):
        super().__init__(data, entry=entry, **kwargs)
        pks = entry.evidence.visible_to(self.user).values_list("finding", flat=True)
        self.fields["findings"].choices = [(pk, pk) for pk in pks]
        self.fields["findings"].error_messages = {
            "required": "Choose what is another thing.",
            "invalid_choice": "What you chose does not stand here any more: look again.",
        }


class OwnerForm(DecisionForm):
    told = ("owner",)
    owner = forms.CharField(label="Who looks after it (empty: nobody)", required=False, max_length=150, widget=LINE)


class VerifyForm(DecisionForm):
    told = ("verified_on", "review_by")
    verified_on = forms.DateField(label="Found true on", widget=DAY)
    review_by = forms.DateField(label="Look at it again by (optional)", required=False, widget=DAY)


class ReviewForm(DecisionForm):
    told = ("review_by",)
    review_by = forms.DateField(label="Look at it again by (empty: never)", required=False, widget=DAY)


class FeedbackForm(forms.Form):
    """ "Did this fix it?", with the signature it was told for, if there is one."""

    worked = forms.TypedChoiceField(choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes")
    signature = forms.ModelChoiceField(None, required=False)
    name = forms.CharField(required=False, max_length=150)
    note = forms.CharField(required=False, max_length=4000)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["signature"].queryset = Signature.objects.visible_to(user)


def named(model, text, user):
    """The entry that a link or a number names, or the one that stands for it; None if there is none of this kind that
    somebody may see.
    """
    text = text.strip()
    shown = model.objects.visible_to(user).select_related("merged_into")
    if number := NUMBER.fullmatch(text):
        found = shown.filter(pk=int(number[1])).first()
    elif (address := ADDRESS.search(text)) and LISTS[address["list"]] == model._meta.model_name:
        column = "slug" if model is Signature else "pk"
        found = shown.filter(**{column: address["name"]}).first() if _fits(column, address["name"]) else None
    else:
        found = None
    return found and (found.merged_into or found)


def search(entry, text, user):
    """The entries of the same kind in which every word of `text` stands, those with most documents first."""
    columns = ("title", "template", "exception_type") if isinstance(entry, Signature) else ("text",)
    found = type(entry).objects.visible_to(user).shown().exclude(pk=entry.pk)
    for word in text.split()[:20]:
        found = found.filter(Q(*[(f"{column}__icontains", word) for column in columns], _connector=Q.OR))
    return found.most_met()[:OFFERED]


def _fits(column, name):
    return column == "slug" or (name.isdecimal() and len(name) <= 15)
