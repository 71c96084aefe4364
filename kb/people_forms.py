"""What people type about accounts: whom to invite, a role, and how one wants the site oneself."""

from zoneinfo import available_timezones

from django import forms

from incidents.people import Member, Role

# Links of the sort "Etc/GMT+3" and the names of old systems are no places.
ZONES = ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]
DAYS = [(1, "for a day"), (7, "for a week"), (30, "for 30 days")]


class InviteForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.CONTRIBUTOR)
    days = forms.TypedChoiceField(label="The link is good", choices=DAYS, coerce=int, initial=7)
    email = forms.EmailField(label="E-mail address (optional)", required=False)


class RoleForm(forms.Form):
    """`choices` are the roles that who asks may give."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices


class PreferencesForm(forms.Form):
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=150,
        help_text="Stands beside what you write. Without one it is your user name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    digest = forms.ChoiceField(
        label="Mail me what is new", choices=Member.Digest.choices, widget=forms.RadioSelect, required=True
    )
