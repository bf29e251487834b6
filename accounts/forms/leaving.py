"""Going."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Manner


class LeavingForm(forms.Form):
    """What becomes of what the member wrote."""

    manner = forms.ChoiceField(
        label=_("What becomes of your posts and comments?"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
    )
