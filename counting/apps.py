"""Exact counting of what browsers report."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountingConfig(AppConfig):
    name = "counting"
    verbose_name = _("Counting")

    def ready(self) -> None:
        """Have counting's own totals looked after like those of the other apps."""
        from counting.recounting import EventTotals, register_total

        register_total(EventTotals())
