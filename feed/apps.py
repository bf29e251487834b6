"""Posts, comments and the ways to read them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedConfig(AppConfig):
    name = "feed"
    verbose_name = _("Feed")

    def ready(self) -> None:
        """Tell counting what a view is."""
        from feed.event_kinds import register_kinds

        register_kinds()
