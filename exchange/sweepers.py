"""What beat starts for imports: rows say what remains to be done."""

from config.tasks import task
from exchange.services import picturing


@task()
def fetch_pictures() -> int:
    """Fetch pictures of imported posts that are due; returns how many were tried."""
    return picturing.fetch_due()
