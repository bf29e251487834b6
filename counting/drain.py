"""From Redis to PostgreSQL, each batch and each event exactly once.

A batch's id is inserted in the same transaction as its counts, an event's id is its row in the ledger: whoever
dies between commit and goodbye, and whoever works at the same thing at the same time, adds nothing twice.
"""

import os
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from config.redis import Client
from counting import sequence
from counting.batches import Batch, DayCounts, cut_batch, drop_batch, read_batch
from counting.errors import WentBackInTimeError
from counting.kinds import REGISTRY, UNKNOWN, BatchKind, LedgerKind
from counting.ledger import Recorded, record
from counting.models import AppliedBatch, EventClass
from counting.stream import CLAIM_AFTER, Entry, forget_consumers, settle, take
from counting.subject_days import add_to_days, count_readers
from counting.totals import Line, add_to_totals

# What a dead drain left, what was counted since, and a little more; the rest is for the next run.
MAX_BATCHES: Final = 5
# One transaction's worth, and how many of them a run does at most: ten seconds' work, then others have their turn.
MAX_ENTRIES: Final = 2_000
MAX_TAKES: Final = 100
# A batch that reappears later than this would count twice; Redis's own backups are younger.
KEEP_APPLIED: Final = timedelta(days=30)
KEEP_CONSUMERS: Final = timedelta(hours=1)


def drain_all(*, redis: Client) -> None:
    """Apply what was counted, kind by kind; a kind whose owner fails does not hold up the others.

    Raises:
        ExceptionGroup: what the kinds failed with; their batches and events wait for the next run.
    """
    failures = []
    for kind in (*REGISTRY, UNKNOWN):
        try:
            drain_events(kind, redis=redis)
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
    """Add a batch to the totals unless that was done before; how many events were added.

    Raises:
        WentBackInTimeError: Redis holds counts that may have been applied before; the batch stays where it is.
    """
    batch = read_batch(kind, batch_id, redis=redis)
    readers = _readers(kind, batch, redis=redis)
    try:
        with transaction.atomic():
            return _apply(kind, batch_id, batch, readers)
    except WentBackInTimeError:
        if batch.number:
            sequence.stop(kind, batch.number)
        raise


def _readers(kind: str, batch: Batch, *, redis: Client) -> dict[date, dict[int, int]]:
    known = REGISTRY.get(kind)
    if not isinstance(known, BatchKind) or not known.counts_readers:
        return {}
    return {
        day: count_readers(kind, day, sorted(counts.valid), redis=redis)
        for day, counts in batch.days.items()
    }


def _apply(
    kind: str, batch_id: UUID, batch: Batch, readers: Mapping[date, Mapping[int, int]]
) -> int:
    if not _claim(batch_id, now=timezone.now()):
        return 0
    if batch.number:
        sequence.advance(kind, batch.number)
    lines = _lines(kind, batch.days)
    add_to_totals(lines)
    owner = REGISTRY.get(kind)
    for day, counts in batch.days.items():
        if counts.valid and isinstance(owner, BatchKind):
            add_to_days(kind, day, counts.valid, readers=readers.get(day, {}))
            owner.apply(counts.valid, day)
        if owner and owner.apply_invalid and counts.others:
            owner.apply_invalid(counts.others, day)
    return sum(lines.values())


def _lines(kind: str, days: Mapping[date, DayCounts]) -> dict[Line, int]:
    """What arrived, by day and class: sums over the subjects."""
    lines: Counter[Line] = Counter()
    for day, counts in days.items():
        for (_subject, event_class), count in counts.others.items():
            lines[Line(kind, day, event_class)] += count
        if counts.valid:
            lines[Line(kind, day, EventClass.VALID)] += sum(counts.valid.values())
    return lines


def _claim(batch_id: UUID, *, now: datetime) -> bool:
    """The insert is the check: a second drain waits here for the first one's commit, and is told no."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO counting_appliedbatch (id, applied_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING 1",
            [batch_id, now],
        )
        return cursor.fetchone() is not None


def drain_events(
    kind: str, *, redis: Client, consumer: str = "", claim_after: timedelta = CLAIM_AFTER
) -> int:
    """Move what waits in a ledger kind's stream into the ledger; how many events were new.

    `consumer`: under which name entries are held meanwhile; one for each process.
    """
    owner = REGISTRY.get(kind)
    if not isinstance(owner, LedgerKind):
        return 0
    consumer = consumer or f"{socket.gethostname()}-{os.getpid()}"
    recorded = 0
    for _ in range(MAX_TAKES):
        entries = take(
            kind, consumer=consumer, most=MAX_ENTRIES, redis=redis, claim_after=claim_after
        )
        if not entries:
            break
        found = record_entries(owner, entries)
        settle(kind, entries, duplicates=found.duplicates, redis=redis)
        recorded += len(found.new)
    return recorded


@transaction.atomic
def record_entries(owner: LedgerKind, entries: Sequence[Entry]) -> Recorded:
    """Put entries into the ledger, and what was new of them into the totals and before the kind's owner."""
    found = record(entries)
    if found.new:
        days = Counter(entry.event.arrived_at.date() for entry in found.new)
        add_to_totals(
            {Line(owner.name, day, EventClass.VALID): count for day, count in days.items()}
        )
        owner.apply([entry.event for entry in found.new])
    return found


def forget_applied(*, now: datetime, redis: Client) -> None:
    """Delete the ids of batches that can no longer come back, and the names of drains that have gone."""
    AppliedBatch.objects.filter(applied_at__lt=now - KEEP_APPLIED).delete()
    for kind in REGISTRY:
        forget_consumers(kind, idle=KEEP_CONSUMERS, redis=redis)
