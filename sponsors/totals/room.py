"""How much of a flight is still to be had; PostgreSQL's word, which is the last."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from sponsors.models import CreativeTotal, Flight


@dataclass
class Room:
    """What was delivered of a locked flight, in all and on one day; None as a limit: as much as comes."""

    quantity: int | None
    daily_cap: int | None
    total: int
    on_day: int

    @property
    def left(self) -> int | None:
        """Units that may still be delivered on that day, at least 0."""
        limits = [
            limit - used
            for limit, used in ((self.quantity, self.total), (self.daily_cap, self.on_day))
            if limit is not None
        ]
        return max(0, min(limits)) if limits else None

    def take(self, wanted: int) -> int:
        """How many of so many may be delivered; they are delivered with that."""
        taken = wanted if self.left is None else min(wanted, self.left)
        self.total += taken
        self.on_day += taken
        return taken


def room_of(flight: Flight, *, day: date) -> Room:
    """Call it with the flight's row locked, so that nobody else delivers meanwhile."""
    column = "click_count" if flight.is_by_click else "viewable_count"
    found = CreativeTotal.objects.filter(creative__flight=flight).aggregate(
        total=Sum(column, default=0), on_day=Sum(column, filter=Q(counted_on=day), default=0)
    )
    return Room(flight.quantity, flight.daily_cap, total=found["total"], on_day=found["on_day"])
