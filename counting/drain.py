"""From Redis to PostgreSQL, each batch exactly once.

A batch's id is inserted in the same transaction as its counts, so that whoever dies between commit and drop, and
whoever works at the same batch at the same time, adds nothing twice.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from config.redis import Client
from counting.buffer import DayCounts, cut_batch, drop_batch, read_batch
from counting.kinds import REGISTRY, UNKNOWN
from counting.models import AppliedBatch, EventClass
from counting.totals import Line, add_to_totals

# What a dead drain left, what was counted since, and a little more; the rest is for the next run.
MAX_BATCHES: Final = 5
# A batch that reappears later than this would count twice; Redis's own backups are younger.
KEEP_APPLIED: Final = timedelta(days=30)


def drain_all(*, redis: Client) -> None:
    """Apply what was counted, kind by kind; a kind whose owner fails does not hold up the others.

    Raises:
        ExceptionGroup: what the kinds failed with; their batches wait for the next run.
    """
    failures = []
    for kind in (*REGISTRY, UNKNOWN):
        try:
            drain_kind(kind, redis=redis)
        except Exception as error:  # noqa: BLE001  (raised again below, when the others had their turn)
            failures.append(error)
    if failures:
        raise ExceptionGroup("Some kinds of events could not be drained.", failures)


def drain_kind(kind: str, *, redis: Client) -> int:
    """Apply what was counted of one kind; how many events that were."""
    applied = 0
    for _ in range(MAX_BATCHES):
        batch_id = cut_batch(kind, new_id=uuid4(), redis=redis)
        if batch_id is None:
            break
        applied += apply_batch(kind, batch_id, redis=redis)
        drop_batch(kind, batch_id, redis=redis)
    return applied


def apply_batch(kind: str, batch_id: UUID, *, redis: Client) -> int:
    """Add a batch to the totals unless that was done before; how many events were added."""
    days = read_batch(kind, batch_id, redis=redis)
    with transaction.atomic():
        if not _claim(batch_id, now=timezone.now()):
            return 0
        lines = _lines(kind, days)
        add_to_totals(lines)
        for day, counts in days.items():
            if counts.valid:
                REGISTRY[kind].apply(counts.valid, day)
    return sum(lines.values())


def _lines(kind: str, days: Mapping[date, DayCounts]) -> dict[Line, int]:
    """What arrived, by day and class; the valid ones are the sum over their subjects."""
    lines: dict[Line, int] = {}
    for day, counts in days.items():
        for event_class, count in counts.others.items():
            lines[Line(kind, day, event_class)] = count
        if counts.valid:
            lines[Line(kind, day, EventClass.VALID)] = sum(counts.valid.values())
    return lines


def _claim(batch_id: UUID, *, now: datetime) -> bool:
    """The insert is the check: a second drain waits here for the first one's commit, and is told no."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO counting_appliedbatch (id, applied_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING 1",
            [batch_id, now],
        )
        return cursor.fetchone() is not None


def forget_applied(*, now: datetime) -> None:
    """Delete the ids of batches that can no longer come back."""
    AppliedBatch.objects.filter(applied_at__lt=now - KEEP_APPLIED).delete()
