"""The wiring as an app; what every process has, and what a web process has when somebody asks for it."""

import sys

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig


class WiringConfig(AppConfig):
    name = "config"
    default = True  # of the two in this file

    def ready(self) -> None:
        """Check what is deployed; tasks of commands and tests go through our Celery application at once."""
        import config.checks  # models are loaded only now
        import config.replicas.checking
        from config.creatives import creatives
        from moderation.selectors.elsewhere import register_source

        register_source(creatives())
        if not _is_web_process():
            import config.celery  # noqa: F401


class DeskConfig(SimpleAdminConfig):
    """Django's admin, whose pages a web process imports when somebody comes to them (config.desk)."""

    def ready(self) -> None:
        super().ready()
        if not _is_web_process():
            autodiscover()


def _is_web_process() -> bool:
    return "config.wsgi" in sys.modules
