from django import forms
from django.conf import settings

from incidents.reading.encodings import NotText, decode


class LogField(forms.CharField):
    """A log may hold any character; a NUL says nothing, and Django would refuse the whole text for it."""

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "")


class PasteForm(forms.Form):
    """What was pasted or dropped, as one text: `cleaned_data["paste"]`. What is over the limit is cut off."""

    text = LogField(
        label="Paste an error, a traceback or a whole log",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off", "aria-describedby": "paste-hint"}
        ),
    )
    file = forms.FileField(
        label="or choose a file", required=False, widget=forms.FileInput(attrs={"accept": ".txt,.log,.xml,.json,.md"})
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        try:
            return decode(upload.read(settings.MAX_PASTE_BYTES)).text
        except NotText as error:
            raise forms.ValidationError(f"{upload.name} is no text: {error}") from error

    def clean(self):
        cleaned = super().clean()
        cleaned["paste"] = cleaned.get("file") or cleaned.get("text", "")
        if not cleaned["paste"].strip() and not self.errors:
            self.add_error("text", "Nothing to look for yet: paste a text or choose a file.")
        return cleaned


class SearchForm(forms.Form):
    """What was typed into the search box, the days chosen below it, and the page of the answer."""

    q = forms.CharField(required=False, strip=False, max_length=2000)
    after = forms.DateField(required=False)
    before = forms.DateField(required=False)
    page = forms.IntegerField(required=False, min_value=1)
