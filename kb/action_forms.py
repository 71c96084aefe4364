"""What people say of an action: that it is done, that it is not, each with a note; or which rule came of it."""

from django import forms

from kb.curate_forms import LINE, named
from kb.models import Rule

NOTE = forms.Textarea(attrs={"rows": 3})


class DoneForm(forms.Form):
    note = forms.CharField(label="How? A sentence or a link", max_length=2000, widget=NOTE)


class ReopenForm(forms.Form):
    note = forms.CharField(label="Why is it not done?", max_length=2000, widget=NOTE)


class RuleForm(forms.Form):
    """The words of a rule, or in `other` one that is on record."""

    text = forms.CharField(
        label="The rule, in words that fit the next time too",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    other = forms.CharField(label="Or the link or number of a rule that says it", required=False, widget=LINE)
    why = forms.CharField(label="Why? (optional)", required=False, max_length=2000, widget=LINE)

    def __init__(self, data=None, *, user, **kwargs):
        self.user = user
        super().__init__(data, **kwargs)

    def clean_other(self):
        said = self.cleaned_data["other"]
        found = named(Rule, said, self.user) if said else None
        if said and not found:
            raise forms.ValidationError("This is no link to a rule: copy the address of its page.")
        return found

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("other") and not self.errors:
            raise forms.ValidationError("Say what the rule is.")
        return cleaned
