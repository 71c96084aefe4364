"""What people type to keep a paste, or to start a signature from one."""

from django import forms

from kb.forms import LogField
from kb.models import KeptPaste

LINE = forms.TextInput(attrs={"autocomplete": "off"})
CODE = {"spellcheck": "false", "autocomplete": "off"}


class KeepForm(forms.Form):
    title = forms.CharField(label="Title", max_length=200, widget=LINE)
    text = LogField(
        label="What is kept: take out what else nobody should read",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, **CODE}),
    )
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=KeptPaste.Visibility.choices,
        initial=KeptPaste.Visibility.LINK,
        widget=forms.RadioSelect,
    )


class StartForm(forms.Form):
    """A signature: `<*>` in the template stands for what varies from one time to the next."""

    title = forms.CharField(label="Title", max_length=300, widget=LINE)
    exception_type = forms.CharField(label="Exception type, if it has one", required=False, max_length=200, widget=LINE)
    template = LogField(
        label="Template: the message, with <*> for what varies",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, **CODE}),
    )
    example = LogField(
        label="Example, word for word", max_length=20000, widget=forms.Textarea(attrs={"rows": 8, **CODE})
    )
    why = forms.CharField(label="Why? (optional)", required=False, max_length=2000, widget=LINE)
    name = forms.CharField(label="Your name (optional)", required=False, max_length=150, widget=LINE)
