"""What beat starts for the wiring itself."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from config import nightly, orphans, runs
from config.readiness import note_beat
from config.tasks import task


@task()
def strike() -> None:
    """Tell `/readyz` that beat sends and a worker works."""
    note_beat(now=timezone.now())


@task()
def tend_queues() -> None:
    """Say which queue waits for a worker, and keep it from filling the broker."""
    runs.tend(now=timezone.now())


@task()
def forget_sessions() -> None:
    """Remove the rows of sessions that have ended."""
    SessionStore.clear_expired()


@task()
def remove_orphans() -> None:
    """Remove old files that no row names."""
    orphans.remove_old(now=timezone.now())


@task(soft_time_limit=nightly.LONGEST_SECONDS, time_limit=nightly.LONGEST_SECONDS + 60)
def back_up_nightly() -> None:
    """Make and check this night's backup, if there is none."""
    nightly.back_up(now=timezone.now())
