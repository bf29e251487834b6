"""Drains that are wrong on purpose, in the ways that are usual elsewhere: the harness must see what they do.

"lose": the queue forgets before the database knows, as where a task is only sent after the commit (`on_commit(delay)`).
"double": the database adds without asking whether it added before, as where an increment is sent again.
Each works at both kinds, in two steps, and waits for its death between them.
"""

import signal
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Event as Flag
from random import Random
from typing import Any, Final
from uuid import uuid4

from benchmarks.chaos.kinds import EVENT, VIEW

WAYS: Final = ("lose", "double")
CLAIM_AFTER: Final = timedelta(milliseconds=200)

Steps = tuple[Callable[[], object], Callable[[], object]]


def drain_wrongly(way: str, *, is_held: Flag, rng: Random) -> None:
    """One round. With something in its hands it sets `is_held`, and goes no further until it is killed."""
    first, second = rng.choice((steps_of_views, steps_of_events))(way)
    first()
    if first is not _nothing:
        is_held.set()
        signal.pause()
    second()


def steps_of_views(way: str) -> Steps:
    """What such a drain does with a batch of views; whoever dies between the two steps leaves the second to nobody."""
    from config.redis import events
    from counting.batches import cut_batch, drop_batch, read_batch

    redis = events()
    batch_id = cut_batch(VIEW, new_id=uuid4(), redis=redis)
    if batch_id is None:
        return _nothing, _nothing
    batch = read_batch(VIEW, batch_id, redis=redis)
    return _in_order(
        way, lambda: _add_views(batch), lambda: drop_batch(VIEW, batch_id, redis=redis)
    )


def steps_of_events(way: str, *, claim_after: timedelta = CLAIM_AFTER) -> Steps:
    """The same with entries of the stream; what a dead drain held is taken after `claim_after`."""
    from config.redis import events
    from counting.stream import settle, take

    redis, consumer = events(), uuid4().hex
    entries = take(EVENT, consumer=consumer, most=500, redis=redis, claim_after=claim_after)
    if not entries:
        return _nothing, _nothing
    return _in_order(
        way,
        lambda: _add_events(entries),
        lambda: settle(EVENT, entries, duplicates=(), redis=redis),
    )


def _in_order(way: str, add: Callable[[], object], forget: Callable[[], object]) -> Steps:
    return (forget, add) if way == "lose" else (add, forget)


def _nothing() -> None:
    """There was nothing to do."""


def _add_views(batch: Any) -> None:
    """Without the batch's id."""
    from django.db import transaction

    from counting.models import EventClass
    from counting.subject_days import add_to_days
    from counting.totals import Line, add_to_totals

    with transaction.atomic():
        for day, counts in batch.days.items():
            add_to_days(VIEW, day, counts.valid, readers={})
            line = Line(VIEW, day, EventClass.VALID)
            add_to_totals({line: sum(counts.valid.values())})


def _add_events(entries: Any) -> None:
    """Into the ledger once, but the owner is told of all that came, known or not."""
    from django.db import transaction

    from counting.kinds import REGISTRY, LedgerKind
    from counting.ledger import record
    from counting.models import EventClass
    from counting.totals import Line, add_to_totals

    owner = REGISTRY[EVENT]
    assert isinstance(owner, LedgerKind)  # noqa: S101  (a harness)
    with transaction.atomic():
        record(entries)
        days = Counter(entry.event.arrived_at.date() for entry in entries)
        add_to_totals({Line(EVENT, day, EventClass.VALID): days[day] for day in days})
        owner.apply([entry.event for entry in entries])
