"""Sponsors, what they booked and what was delivered."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SponsorsConfig(AppConfig):
    name = "sponsors"
    verbose_name = _("Sponsors")

    def ready(self) -> None:
        """Tell counting what an impression is."""
        from sponsors.event_kinds import register

        register()
