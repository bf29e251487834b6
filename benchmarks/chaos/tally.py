"""What was sent, what landed, and the difference."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.chaos.kinds import EVENT, VIEW


@dataclass
class Sent:
    """What senders know. `unknown`: nobody answered, or with an error; it may have landed or not."""

    views: Counter[int] = field(default_factory=Counter)
    unknown_views: Counter[int] = field(default_factory=Counter)
    events: set[str] = field(default_factory=set)
    unknown_events: set[str] = field(default_factory=set)
    repeats: int = 0


@dataclass(frozen=True)
class Verdict:
    """One kind: `lost` were acknowledged and did not land, `double` landed and were not sent."""

    acknowledged: int
    unknown: int
    landed: int
    lost: int
    double: int


def read_logs(logs: Iterable[Path]) -> Sent:
    sent = Sent()
    for line in (line for log in logs for line in log.read_text().splitlines()):
        is_counted, subject, events = json.loads(line)
        (sent.views if is_counted else sent.unknown_views)[subject] += 1
        ids = {event_id for event_id, _subject in events}
        sent.repeats += len(ids & sent.events)
        (sent.events if is_counted else sent.unknown_events).update(ids)
    sent.unknown_events -= sent.events
    return sent


def judge_views(sent: Sent) -> Verdict:
    """Subject by subject: landed must lie between acknowledged, and that and unknown."""
    landed = _totals(VIEW)
    subjects = {*sent.views, *landed}
    most = sent.views + sent.unknown_views
    return Verdict(
        acknowledged=sent.views.total(),
        unknown=sent.unknown_views.total(),
        landed=landed.total(),
        lost=sum(max(0, sent.views[one] - landed[one]) for one in subjects)
        + _differences(landed, VIEW),
        double=sum(max(0, landed[one] - most[one]) for one in subjects),
    )


def judge_events(sent: Sent) -> Verdict:
    """Id by id, and subject by subject: the owner's totals must be the ledger's rows."""
    from counting.models import LedgerEvent

    rows = dict(LedgerEvent.objects.filter(kind=EVENT).values_list("event_id", "subject"))
    in_ledger, totals = Counter(rows.values()), _totals(EVENT)
    return Verdict(
        acknowledged=len(sent.events),
        unknown=len(sent.unknown_events),
        landed=len(rows),
        lost=len(sent.events - rows.keys())
        + (in_ledger - totals).total()
        + _differences(totals, EVENT),
        double=len(rows.keys() - sent.events - sent.unknown_events) + (totals - in_ledger).total(),
    )


def _totals(kind: str) -> Counter[int]:
    from counting.models import SubjectDay

    found: Counter[int] = Counter()
    for subject, count in SubjectDay.objects.filter(kind=kind).values_list("subject", "count"):
        found[subject] += count
    return found


def _differences(totals: Counter[int], kind: str) -> int:
    """By how much the totals by class, which the admin shows, differ."""
    from counting.models import EventClass, EventTotal

    lines = EventTotal.objects.filter(kind=kind, event_class=EventClass.VALID)
    return abs(totals.total() - sum(lines.values_list("count", flat=True)))
