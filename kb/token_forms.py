from django import forms

from kb.tokens import LONGEST_DAYS, Scope


class TokenForm(forms.Form):
    name = forms.CharField(label="What is it for?", max_length=100)
    scopes = forms.MultipleChoiceField(
        label="What may it do?", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label="For how many days?", min_value=1, max_value=LONGEST_DAYS)
