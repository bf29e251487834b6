"""The wiring as an app, so that every process that has Django has our Celery application too."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Tasks enqueued by a request, a command or a test go through our application; check what is deployed."""
        import config.celery
        import config.checks  # noqa: F401  (models are loaded only now)
        from config.creatives import creatives
        from moderation.selectors.elsewhere import register_source

        register_source(creatives())
