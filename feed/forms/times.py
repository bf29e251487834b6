"""Times that people type."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WALL_TIME = "%Y-%m-%dT%H:%M"


class WallTimeField(forms.Field):
    """A date and time as a clock on the wall shows it: a naive datetime, for the zone that the view knows."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL_TIME)

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            return datetime.strptime(str(value)[:16].replace(" ", "T"), WALL_TIME)  # noqa: DTZ007
        except ValueError as error:
            raise forms.ValidationError(
                _("Write a date and a time, such as 2026-05-31T09:00.")
            ) from error
