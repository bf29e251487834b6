"""What the slots will hold, and what of it is promised already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WEEKS: Final = 8
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Demand:
    """What one flight still has to deliver. `owed`: viewable impressions; `starts_at` < `ends_at`, aware."""

    slot_pks: frozenset[int]
    starts_at: datetime
    ends_at: datetime
    owed: int


@dataclass(frozen=True)
class Cell:
    """One slot in one week: `expected` viewable impressions, `booked` of them."""

    expected: int
    booked: int

    @property
    def is_overbooked(self) -> bool:
        return self.booked > self.expected


def weeks_from(now: datetime) -> list[datetime]:
    """The beginnings of the next WEEKS weeks, the first of them now."""
    return [now + number * WEEK for number in range(WEEKS)]


def calendar(
    daily: Mapping[int, float], demands: Iterable[Demand], *, now: datetime
) -> dict[int, list[Cell]]:
    """For each slot a cell for each of the next WEEKS weeks.

    A flight's debt is spread evenly over the rest of its time, and over its slots by what they are expected to hold.

    Args:
        daily: viewable impressions a day that a slot is expected to hold, by its key.
        demands: of flights that are not over.
        now: any instant.
    """
    known = list(demands)
    return {
        slot_pk: [
            Cell(
                expected=round(a_day * 7),
                booked=round(sum(_share(one, slot_pk, daily, week, now=now) for one in known)),
            )
            for week in weeks_from(now)
        ]
        for slot_pk, a_day in daily.items()
    }


def _share(
    demand: Demand, slot_pk: int, daily: Mapping[int, float], week: datetime, *, now: datetime
) -> float:
    if slot_pk not in demand.slot_pks:
        return 0.0
    starts_at = max(now, demand.starts_at)
    if demand.ends_at <= starts_at:
        return 0.0
    overlap = min(demand.ends_at, week + WEEK) - max(starts_at, week)
    in_week = max(timedelta(0), overlap) / (demand.ends_at - starts_at)
    return demand.owed * in_week * _weight(slot_pk, demand.slot_pks, daily)


def _weight(slot_pk: int, slot_pks: Iterable[int], daily: Mapping[int, float]) -> float:
    pks: Sequence[int] = [pk for pk in slot_pks if pk in daily]
    whole = sum(daily[pk] for pk in pks)
    return daily[slot_pk] / whole if whole else 1 / len(pks)
