"""What people type to begin a document, to save it, and to bring two texts together."""

from django import forms
from django.conf import settings

from incidents.editable import typed
from incidents.merging import MARKS
from incidents.models import Document
from incidents.outlines import OUTLINES
from kb.forms import LogField

SIDES = ("theirs", "ours", "both")
LINE = forms.TextInput(attrs={"autocomplete": "off"})


class DocumentText(LogField):
    """A whole document, with the line ends that are used here."""

    widget = forms.Textarea(attrs={"rows": 30, "spellcheck": "true", "autocomplete": "off", "data-editor": True})

    def __init__(self, **kwargs):
        super().__init__(strip=False, required=False, **kwargs)

    def to_python(self, value):
        text = typed(super().to_python(value))
        if len(text.encode("utf-8", "replace")) > settings.MAX_PASTE_BYTES:
            raise forms.ValidationError(f"A text of more than {settings.MAX_PASTE_BYTES} bytes cannot be saved here.")
        return text


class BeginForm(forms.Form):
    title = forms.CharField(label="Title", max_length=200, widget=LINE)
    outline = forms.ChoiceField(
        label="Begin with",
        choices=[(slug, outline.name) for slug, outline in OUTLINES.items()],
        initial="sre",
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        label="Who may see it",
        choices=Document.Visibility.choices,
        initial=Document.Visibility.OPEN,
        widget=forms.RadioSelect,
    )
    # What was pasted, when a document is begun with it.
    failure = DocumentText(widget=forms.Textarea(attrs={"rows": 6, "readonly": True}), label="The failure")


class SaveForm(forms.Form):
    """A text with the number of the revision it started from. `known` is the draft that whoever sends it knows of."""

    text = DocumentText(label="The document")
    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    known = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    why = forms.CharField(label="What did you change? (optional)", required=False, max_length=500, widget=LINE)


class DraftForm(forms.Form):
    """A text on its way; `writer` is whose page it comes from, who need not be the one that is signed in by now."""

    text = DocumentText()
    writer = forms.IntegerField()
    base = forms.IntegerField(min_value=1)
    known = forms.CharField(required=False, max_length=40)


class ConflictForm(forms.Form):
    """What becomes of two texts: `act` says which button was pressed, `mine` is what the person wanted saved from
    revision `base` on, `seen` the revision that was shown beside it, and `text` the result as it was edited.
    """

    ACTS = ("choose", "fill", "text", "copy", "draft")

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    mine = DocumentText()
    base = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=1)
    known = forms.CharField(required=False, max_length=40)
    why = forms.CharField(required=False, max_length=500)
    text = DocumentText(label="The result")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("act") == "text" and any(line.startswith(MARKS) for line in cleaned["text"].split("\n")):
            self.add_error("text", "There are still marks of the conflict in the text: choose, and take them out.")
        return cleaned


def takes(data, n_places):
    """What is taken at each place of a conflict, "" where nobody has chosen yet."""
    return [side if (side := data.get(f"place-{place}")) in SIDES else "" for place in range(n_places)]
