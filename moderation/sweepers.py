"""Deeds that nobody asks for at the moment: beat does, because a row says that it is time.

Like a view, a sweeper is an edge: one call into a service (docs/adr/0002). Safe to run twice and at once.
"""

from django.utils import timezone

from config.tasks import task
from moderation.services import levels, sanctions


@task()
def end_sanctions() -> int:
    """End the sanctions whose time is over; returns how many."""
    return sanctions.end_due(now=timezone.now())


@task()
def promote_members() -> int:
    """Lift members who have earned the next trust level; returns how many rose."""
    return levels.promote_members(now=timezone.now())
