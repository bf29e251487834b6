"""Deeds that nobody asks for at the moment: beat does, because a row says that it is time.

Like a view, a sweeper is an edge: one call into a service (docs/adr/0002). Safe to run twice and at once.
"""

from celery import shared_task

from config.tasks import HintTask
from feed.services import scheduling


@shared_task(base=HintTask)
def publish_due() -> int:
    """Publish what is scheduled for now; returns how many."""
    return scheduling.publish_due()
