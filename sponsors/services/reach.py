"""How many different readers a flight reached each day; the only writer of Reach."""

from datetime import datetime, timedelta

from config.redis import Client
from sponsors.models import Flight, Reach
from sponsors.reservations import reached


def refresh_reach(*, now: datetime, redis: Client) -> int:
    """Copy today's and yesterday's counts to PostgreSQL; how many rows changed hands.

    Raises:
        redis.exceptions.RedisError: the counts cannot be read.
    """
    days = (now.date() - timedelta(days=1), now.date())
    recent = Flight.objects.filter(starts_at__lte=now, ends_at__gt=now - timedelta(days=2))
    rows = [
        Reach(flight_id=pk, counted_on=day, visitor_count=count)
        for pk in recent.order_by("pk").values_list("pk", flat=True)
        for day in days
        if (count := reached(pk, day, redis=redis))
    ]
    Reach.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["flight", "counted_on"],
        update_fields=["visitor_count"],
    )
    return len(rows)
