"""Sponsors, what they booked and what was delivered."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SponsorsConfig(AppConfig):
    name = "sponsors"
    verbose_name = _("Sponsors")

    def ready(self) -> None:
        """Tell counting what an impression is and which totals are stored; have the slots made that templates name."""
        from sponsors.event_kinds import register
        from sponsors.recounts import register_totals
        from sponsors.standard_slots import make_slots

        register()
        register_totals()
        post_migrate.connect(make_slots, sender=self, dispatch_uid="sponsors.make_slots")
