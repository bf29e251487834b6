"""What beat starts for the wiring itself."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from config.readiness import note_beat


@shared_task
def strike() -> None:
    """Tell `/readyz` that beat sends and a worker works."""
    note_beat(now=timezone.now())


@shared_task
def forget_sessions() -> None:
    """Remove the rows of sessions that have ended."""
    SessionStore.clear_expired()
