"""What a member says of a key that he makes."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Scope

# A key that is forgotten closes by itself after a year at most.
LIFETIME_DAYS: Final = {7: _("A week"), 30: _("A month"), 90: _("Three months"), 365: _("A year")}


class PersonalTokenForm(forms.Form):
    """A name, what the key opens, and for how long."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Which program uses it, and where.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ],
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"), choices=list(LIFETIME_DAYS.items()), coerce=int, initial=90
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(_("Write a name of visible characters."))
        return name

    def terms(self) -> dict[str, Any]:
        """What the service takes. Call it on a valid form."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "scopes": [Scope(each) for each in data["scopes"]],
            "lifetime": timedelta(days=data["days"]),
        }
