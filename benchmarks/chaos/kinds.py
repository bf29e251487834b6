"""The two kinds of events that are sent under fire; both end in counting's own tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from counting.kinds import BatchKind, LedgerKind

VIEW: Final = "chaosview"
EVENT: Final = "chaosevent"


def register_kinds() -> None:
    """Replace the site's kinds, so that nothing but counting is needed; Django must be set up."""
    from counting.kinds import REGISTRY, register

    REGISTRY.clear()
    for kind in both_kinds():
        register(kind)


def both_kinds() -> "tuple[BatchKind, LedgerKind]":
    from counting.kinds import BatchKind, LedgerKind

    views = BatchKind(name=VIEW, window=timedelta(minutes=30), apply=_nothing)
    return views, LedgerKind(name=EVENT, apply=_add)


def _nothing(_counts: Mapping[int, int], _on: date) -> None:
    """Counting keeps the days of a batch kind itself."""


def _add(events: Sequence[object]) -> None:
    """An owner's totals: as wrong as could be, if it were told of an event twice or not at all."""
    from counting.kinds import Event
    from counting.subject_days import add_to_days

    days: dict[date, Counter[int]] = {}
    for event in events:
        assert isinstance(event, Event)  # noqa: S101  (a harness)
        days.setdefault(event.arrived_at.date(), Counter())[event.subject] += 1
    for day, counts in sorted(days.items()):
        add_to_days(EVENT, day, counts, readers={})
