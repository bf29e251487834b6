"""What beat starts for imports: rows say what remains to be done."""

from celery import shared_task

from config.tasks import HintTask
from exchange.services import picturing


@shared_task(base=HintTask)
def fetch_pictures() -> int:
    """Fetch pictures of imported posts that are due; returns how many were tried."""
    return picturing.fetch_due()
