"""Even delivery: how much of a flight is due by the end of the running hour."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from sponsors.delivery.terms import FlightTerms

HOUR: Final = timedelta(hours=1)
DAY_SECONDS: Final = 86_400
HOUR_SECONDS: Final = 3_600
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def allowance(flight: FlightTerms, *, now: datetime) -> int | None:
    """The most that may have been delivered by the end of the running hour; None if there is no quantity.

    Even means: of the time in which the flight may be shown, at a fraction f, f of the quantity is delivered. What was
    missed is made up for; what is due later is never taken in advance by more than the rest of the hour.

    Returns:
        Units of `quantity`, at least 0, at most the quantity; rounded up, so that the first hour is not empty.
    """
    if flight.quantity is None or not flight.is_paced:
        return flight.quantity
    hours = flight.target.hours
    whole = open_seconds(flight.starts_at, flight.ends_at, hours=hours)
    end_of_hour = min(flight.ends_at, _next_hour(now))
    done = open_seconds(flight.starts_at, max(flight.starts_at, end_of_hour), hours=hours)
    if not whole:
        return flight.quantity
    return min(flight.quantity, -(-flight.quantity * done // whole))


def owed(flight: FlightTerms, *, now: datetime) -> int | None:
    """What is still to be delivered within the running hour, at least 0; None if there is no quantity."""
    limit = allowance(flight, now=now)
    return None if limit is None else max(0, limit - flight.delivered)


def due(flight: FlightTerms, *, now: datetime) -> int:
    """What an even delivery would have reached by `now`, rounded down; 0 if there is no quantity."""
    if flight.quantity is None:
        return 0
    hours = flight.target.hours
    whole = open_seconds(flight.starts_at, flight.ends_at, hours=hours)
    at = min(max(now, flight.starts_at), flight.ends_at)
    done = open_seconds(flight.starts_at, at, hours=hours)
    return flight.quantity * done // whole if whole else flight.quantity


def open_seconds(start: datetime, end: datetime, *, hours: Collection[int]) -> int:
    """Whole seconds between two instants, start <= end, that lie in these hours of the day (UTC); in all, if there are none."""
    first, last = _seconds(start), _seconds(end)
    if not hours:
        return last - first
    return sum(_open_until(last, hour) - _open_until(first, hour) for hour in set(hours))


def _open_until(second: int, hour: int) -> int:
    days, rest = divmod(second, DAY_SECONDS)
    return days * HOUR_SECONDS + min(max(rest - hour * HOUR_SECONDS, 0), HOUR_SECONDS)


def _seconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(seconds=1)


def _next_hour(now: datetime) -> datetime:
    return now - (now - EPOCH) % HOUR + HOUR
