from django import forms

from incidents.exporting import ReadOnly, rewritten
from incidents.merging import MARKS
from incidents.reading.encodings import NotText, decode
from kb.forms import LogField

THEIRS, OURS, EDITED = "theirs", "ours", "edited"


class ConflictForm(forms.Form):
    """What is to become of a conflict: `cleaned_data["content"]`, None for the source's own text."""

    take = forms.ChoiceField(choices=[(value, value) for value in (THEIRS, OURS, EDITED)])
    # The revision that was shown as ours.
    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = LogField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}))

    def __init__(self, data, conflict, **kwargs):
        self.conflict = conflict
        super().__init__(data, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("take") == EDITED:
            cleaned["content"] = self._edited(cleaned["text"])
        else:
            cleaned["content"] = None if cleaned.get("take") == THEIRS else bytes(self.conflict.document.latest.content)
        return cleaned

    def _edited(self, text):
        """The bytes of the edited text, in the encoding of the source's."""
        if any(line.startswith(MARKS) for line in text.splitlines()):
            raise forms.ValidationError("There are still marks of the conflict in the text: choose, and take them out.")
        try:
            content = rewritten(bytes(self.conflict.content), text)
            decode(content)
        except (ReadOnly, NotText) as error:
            raise forms.ValidationError(str(error)) from error
        return content


class DuplicateForm(forms.Form):
    """Whether a file with the text of a document is that document, or one of its own."""

    decision = forms.ChoiceField(choices=[("same", "The same document"), ("own", "A document of its own")])


class DeleteForm(forms.Form):
    why = forms.CharField(label="Why?", max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"}))
