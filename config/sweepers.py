"""What beat starts for the wiring itself."""

from celery import shared_task
from django.utils import timezone

from config.readiness import note_beat


@shared_task
def strike() -> None:
    """Tell `/readyz` that beat sends and a worker works."""
    note_beat(now=timezone.now())
