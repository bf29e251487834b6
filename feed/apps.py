"""Posts, comments and the ways to read them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedConfig(AppConfig):
    name = "feed"
    verbose_name = _("Feed")

    def ready(self) -> None:
        """Tell counting what a view is: one reading of a post by one visitor in half an hour."""
        from feed.event_kinds import register

        register()
