"""How a member likes to read."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import TextSize, Theme, User
from accounts.services.profiles import Reading
from accounts.zones import zone_names


class ReadingForm(forms.Form):
    """The language, the clock and the looks of the pages."""

    language = forms.ChoiceField(
        label=_("Language of the site"),
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("As my browser says")), *((name, name) for name in zone_names())],
        required=False,
        error_messages={
            "invalid_choice": _("There is no time zone “%(value)s”. Choose one of the list.")
        },
        help_text=_("For the hour at which your posts are published and your daily mail comes."),
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=Theme.choices, widget=forms.RadioSelect
    )
    text_size = forms.ChoiceField(
        label=_("Text size"), choices=TextSize.choices, widget=forms.RadioSelect
    )

    def reading(self) -> Reading:
        """What the service takes. Call it on a valid form."""
        return Reading(**self.cleaned_data)


def initial_of(member: User) -> dict[str, Any]:
    """What the form shows when it is opened; a zone that exists no more is left open."""
    return {
        "language": member.language,
        "time_zone": member.time_zone if member.time_zone in zone_names() else "",
        "theme": member.theme,
        "text_size": member.text_size,
    }
