"""Sponsors, what they booked and what was delivered."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SponsorsConfig(AppConfig):
    name = "sponsors"
    verbose_name = _("Sponsors")

    def ready(self) -> None:
        """Tell counting what an impression is and which totals are stored, and accounts what is in a mail; have slots made."""
        from accounts.inserts import register_insert
        from sponsors.event_kinds import register
        from sponsors.recounts import register_totals
        from sponsors.services.mailing import insert_of
        from sponsors.standard_slots import make_slots

        register()
        register_totals()
        register_insert(insert_of)
        post_migrate.connect(make_slots, sender=self, dispatch_uid="sponsors.make_slots")
