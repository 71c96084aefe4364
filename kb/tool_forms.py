"""What the tools of the editor are sent: the whole text, and what is to be done with it."""

import re
from pathlib import PurePath

from django import forms
from django.conf import settings

from incidents.editable import typed
from incidents.exporting import ReadOnly
from incidents.form_fields import FIELDS, with_value
from kb.forms import LogField
from kb.writing_forms import DocumentText

LONGEST_VALUE = 20_000
MOST_ERROR = 200_000
NO_WORDS = re.compile(r"[\W_]+")


class TextForm(forms.Form):
    text = DocumentText()


class FieldsForm(TextForm):
    """The text, and for each field what it was when the form was made and what it is now."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            for state in ("field", "was"):
                self.fields[f"{state}-{field.slug}"] = LogField(required=False, max_length=LONGEST_VALUE)

    def changed_text(self):
        """The text with all that was changed in the form, and by field why another change was not possible."""
        text, refused = self.cleaned_data["text"], {}
        for field in FIELDS:
            value, was = (self.cleaned_data[f"{state}-{field.slug}"] for state in ("field", "was"))
            if f"field-{field.slug}" not in self.data or typed(value).strip() == typed(was).strip():
                continue
            try:
                text = with_value(text, field.slug, value)
            except ReadOnly as error:
                refused[field.slug] = str(error)
        return text, refused


def with_fields(sent):
    """What was sent to be saved, with the fields that were changed beside the text; and by field what was refused."""
    form = FieldsForm(sent)
    if not form.is_valid():
        return sent, {}
    text, refused = form.changed_text()
    return sent.dict() | {"text": text}, refused


class PictureForm(forms.Form):
    picture = forms.FileField()

    def clean_picture(self):
        sent = self.cleaned_data["picture"]
        if sent.size > settings.MAX_PICTURE_BYTES:
            raise forms.ValidationError(f"The picture has {sent.size:,} bytes; at most {settings.MAX_PICTURE_BYTES:,}.")
        return sent

    def told(self):
        return " ".join(message for messages in self.errors.values() for message in messages)

    def description(self):
        """The name of the file in words, for who does not see the picture."""
        return " ".join(NO_WORDS.sub(" ", PurePath(self.cleaned_data["picture"].name).stem).split()) or "picture"


class KnownForm(forms.Form):
    """An error to look up, then the signature that it is."""

    error = LogField(
        label="An error, as it was seen",
        required=False,
        max_length=MOST_ERROR,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    signature = forms.IntegerField(required=False, min_value=1)


class InsertForm(forms.Form):
    """Which entries of a signature are wanted, and whether the document only refers to them or states them itself."""

    HOW = (("references", "under “See also”: claims nothing here"), ("statements", "as statements of this document"))

    entry = forms.MultipleChoiceField(required=False)
    how = forms.ChoiceField(choices=HOW, initial="references", widget=forms.RadioSelect)

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.fields["entry"].choices = [(offer.value, offer.entry) for offer in offers]

    def chosen(self):
        return [offer for offer in self.offers if offer.value in self.cleaned_data["entry"]]


class NamesForm(forms.Form):
    q = forms.CharField(required=False, max_length=100)
