"""Decisions about what members wrote."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Have the reasons to report made wherever the tables have just been made."""
        from moderation.standard_reasons import make_reasons

        post_migrate.connect(make_reasons, sender=self, dispatch_uid="moderation.make_reasons")
