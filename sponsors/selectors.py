"""What a page needs to fill its slots."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from sponsors.delivery import Candidate
from sponsors.models import Creative, SponsorSlot
from sponsors.placements import Placement


@dataclass(frozen=True)
class RunningCreatives:
    """All that may be shown now.

    `candidates`: by ascending key of the creative. `creatives`: with flight, campaign and sponsor, by key.
    `slots`: enabled ones that at least one flight was booked for, by code.
    """

    candidates: tuple[Candidate, ...]
    creatives: dict[int, Creative]
    slots: dict[str, SponsorSlot]

    def placement(self, candidate: Candidate, *, slot: str) -> Placement:
        return Placement(candidate.creative_pk, self.slots[slot].pk)


def running_creatives(*, now: datetime) -> RunningCreatives:
    """What may be shown at `now`, in any slot; two queries."""
    enabled = Prefetch(
        "flight__slots", SponsorSlot.objects.filter(is_enabled=True), to_attr="enabled_slots"
    )
    running = (
        Creative.objects.running(now=now).with_sponsor().prefetch_related(enabled).order_by("pk")
    )
    creatives = {creative.pk: creative for creative in running}
    sharers = Counter(creative.flight_id for creative in creatives.values())
    return RunningCreatives(
        candidates=tuple(_candidate(one, sharers[one.flight_id]) for one in creatives.values()),
        creatives=creatives,
        slots={slot.code: slot for one in creatives.values() for slot in _slots(one)},
    )


def _candidate(creative: Creative, sharers: int) -> Candidate:
    flight = creative.flight
    return Candidate(
        creative_pk=creative.pk,
        sponsor_pk=creative.sponsor.pk,
        slots=frozenset(slot.code for slot in _slots(creative)),
        priority=flight.priority,
        weight=flight.weight / sharers,
        is_house=creative.is_house,
    )


def _slots(creative: Creative) -> list[SponsorSlot]:
    """What `running_creatives` prefetched."""
    slots: list[SponsorSlot] = creative.flight.enabled_slots  # type: ignore[attr-defined]
    return slots
