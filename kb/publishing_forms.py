"""What people send to judge and to publish a document, and to comment on it, as domain values."""

import re

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from incidents.authors import name_of
from incidents.models import Role
from incidents.reviews import Reviewer
from kb.forms import LogField

ADDRESS = re.compile(r"(?:.*/documents/)?#?(?P<number>\d{1,15})(?:[/?#]\S*)?")
LINE = forms.TextInput(attrs={"autocomplete": "off"})
REVIEWING_ROLES = [Role.CONTRIBUTOR, Role.CURATOR, Role.OWNER]


class PersonChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, user):
        return name_of(user)


class SubmitForm(forms.Form):
    """Who is asked to review: contributors and above, without the author and those who were asked already."""

    reviewers = PersonChoice(None, label="Who is asked to review", required=False, widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(label="What should they look at? (optional)", required=False, max_length=2000, widget=LINE)

    def __init__(self, data=None, *, document, **kwargs):
        super().__init__(data, **kwargs)
        people = get_user_model().objects.filter(is_active=True).exclude(pk=document.author_id)
        may_review = Q(member__role__in=REVIEWING_ROLES) | Q(is_superuser=True)
        asked = document.reviewers.values("user")
        self.fields["reviewers"].queryset = people.filter(may_review).exclude(pk__in=asked).order_by("username")


class VerdictForm(forms.Form):
    """A verdict on `revision`, which is the one that was shown."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=Reviewer.Verdict.choices)
    why = LogField(
        label="What you say to it", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepForm(forms.Form):
    why = forms.CharField(label="Why? (optional)", required=False, max_length=500, widget=LINE)


class PublishForm(StepForm):
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    field_order = ["why"]


class SupersedeForm(StepForm):
    """Names the document that takes the place: `cleaned_data["successor"]`, one of those that may be seen."""

    successor = forms.CharField(label="The link or the number of the document that takes its place", widget=LINE)
    field_order = ["successor", "why"]

    def __init__(self, data=None, *, visible=None, **kwargs):
        self.visible = visible
        super().__init__(data, **kwargs)

    def clean_successor(self):
        named = ADDRESS.fullmatch(self.cleaned_data["successor"].strip())
        found = self.visible.filter(pk=int(named["number"])).first() if named else None
        if not found:
            raise forms.ValidationError("This is no link to a document: copy the address of its page.")
        return found


class LinesForm(forms.Form):
    """Lines of a revision; without them, the whole document. One line alone is the first and the last."""

    first = forms.IntegerField(label="From line", required=False, min_value=1, max_value=10**6)
    last = forms.IntegerField(label="to line", required=False, min_value=1, max_value=10**6)
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    # The page to go back to.
    then = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def lines(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        ends = [end for end in (first, last) if end]
        return (min(ends), max(ends)) if ends else None


class CommentForm(LinesForm):
    text = LogField(label="Your comment", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))
    suggestion = LogField(
        label="The lines as you would have them",
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "mono"}),
    )


class AnswerForm(forms.Form):
    text = LogField(label="Your answer", max_length=10_000, widget=forms.Textarea(attrs={"rows": 2}))
