"""What people say about revisions: which two to compare, what one is called, why one loses its text."""

from django import forms

UNIFIED, SIDE, RENDERED = "unified", "side", "rendered"
VIEWS = {UNIFIED: "Unified", SIDE: "Side by side", RENDERED: "Rendered"}
# In place of a number: what was imported last.
SOURCE = "source"


class CompareForm(forms.Form):
    """Two revisions, by number, and how they are shown; without any the newest and the one before it."""

    def __init__(self, data, numbers, source):
        super().__init__(data)
        self.numbers, self.source = numbers, source
        named = [(str(number), str(number)) for number in numbers] + [(SOURCE, SOURCE)] * bool(source)
        self.fields["from"] = forms.ChoiceField(choices=named, required=False)
        self.fields["to"] = forms.ChoiceField(choices=named, required=False)
        self.fields["as"] = forms.ChoiceField(choices=list(VIEWS.items()), required=False)
        self.fields["page"] = forms.IntegerField(required=False, min_value=1)

    def clean(self):
        cleaned = super().clean()
        to = self._number(cleaned.get("to")) or self.numbers[-1]
        before = [number for number in self.numbers if number < to]
        cleaned["to"] = to
        cleaned["from"] = self._number(cleaned.get("from")) or (before[-1] if before else to)
        cleaned["as"] = cleaned.get("as") or UNIFIED
        cleaned["page"] = cleaned.get("page") or 1
        return cleaned

    def _number(self, value):
        return self.source if value == SOURCE else int(value or 0)


class RestoreForm(forms.Form):
    # The newest revision that the person saw.
    seen = forms.IntegerField(min_value=1)


class MarkForm(forms.Form):
    mark = forms.CharField(required=False, max_length=100)


class RedactForm(forms.Form):
    why = forms.CharField(label="Why?", max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"}))
