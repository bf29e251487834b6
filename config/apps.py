"""The wiring as an app, so that every process that has Django has our Celery application too."""

import sys

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig


class WiringConfig(AppConfig):
    name = "config"
    default = True  # of the two in this file

    def ready(self) -> None:
        """Tasks enqueued by a request, a command or a test go through our application; check what is deployed."""
        import config.celery
        import config.checks  # models are loaded only now
        import config.replicas.checking  # noqa: F401
        from config.creatives import creatives
        from moderation.selectors.elsewhere import register_source

        register_source(creatives())


class DeskConfig(SimpleAdminConfig):
    """Django's admin, whose pages a web process imports when somebody comes to them (config.desk)."""

    def ready(self) -> None:
        super().ready()
        if "config.wsgi" not in sys.modules:
            autodiscover()
