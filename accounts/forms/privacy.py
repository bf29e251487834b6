"""What others see of a member."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PrivacyForm(forms.Form):
    """What stands on the profile besides posts and comments, which are public."""

    shows_reactions = forms.BooleanField(
        label=_("Show on my profile which posts I appreciate"),
        required=False,
        help_text=_("Authors see it in any case."),
    )
