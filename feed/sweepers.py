"""Deeds that nobody asks for at the moment: beat does, because a row says that it is time.

Like a view, a sweeper is an edge: one call into a service (docs/adr/0002). Safe to run twice and at once.
"""

from django.utils import timezone

from config.tasks import task
from feed.services import linking, pinging, scheduling, subscribing, visiting


@task()
def publish_due() -> int:
    """Publish what is scheduled for now; returns how many."""
    return scheduling.publish_due()


@task()
def fetch_link(pk: int) -> bool:
    """Fetch what one page elsewhere says of itself, if that is due."""
    return linking.refresh_link(pk)


@task()
def fetch_due_links() -> int:
    """Fetch the pages that are due; returns how many were tried."""
    return linking.refresh_due()


@task()
def ping_hub() -> int:
    """Tell the hub which of our feeds have changed; returns how many it took."""
    return pinging.ping_due()


@task()
def poll_outside_feeds() -> int:
    """Ask the feeds of other sites that are due; returns how many were asked."""
    return subscribing.poll_due()


@task()
def forget_readings() -> int:
    """Delete what members read long ago; returns how many rows went."""
    return visiting.forget_readings(now=timezone.now())
