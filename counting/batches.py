"""Counted events on their way out of Redis: cut off as a batch, read, dropped.

Keys, for each kind:
    counting:<kind>:live          see counting.sightings
    counting:<kind>:batches       list of the ids of batches that were cut and not yet dropped, oldest first; no expiry
    counting:<kind>:batch:<id>    hash as `live` and a field `number`, never changed any more; no expiry
    counting:<kind>:sequence      number of batches that were ever cut; no expiry
and for all of them:
    counting:epoch                id that the server got when it was empty; no expiry

A batch has an id, so it can be applied as often as need be; and a number, so that a server that went back in time
(a backup, a replica that was behind) is noticed before it counts anything twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from config.redis import Client, key
from counting.models import EventClass
from counting.sightings import live_key

SCAN_FIELDS: Final = 5_000
NUMBER: Final = "number"

# KEYS: batches, live, the key of the batch to be cut, the sequence, the epoch. ARGV: the batch's id, an epoch for a
# server that has none. Answers the oldest id, or nothing.
CUT_SCRIPT: Final = """
local oldest = redis.call('LINDEX', KEYS[1], 0)
if oldest then return oldest end
if redis.call('EXISTS', KEYS[2]) == 0 then return false end
redis.call('SET', KEYS[5], ARGV[2], 'NX')
redis.call('RENAME', KEYS[2], KEYS[3])
redis.call('HSET', KEYS[3], 'number', redis.call('GET', KEYS[5]) .. '|' .. redis.call('INCR', KEYS[4]))
redis.call('RPUSH', KEYS[1], ARGV[1])
return ARGV[1]
"""

# KEYS: batches, the batch. ARGV: its id.
DROP_SCRIPT: Final = """
redis.call('UNLINK', KEYS[2])
redis.call('LREM', KEYS[1], 0, ARGV[1])
"""


@dataclass(frozen=True)
class BatchNumber:
    """`number`: from 1, as the server that calls itself `epoch` numbers them."""

    epoch: str
    number: int


@dataclass(frozen=True)
class DayCounts:
    """What a batch holds of one day. `valid`: events by subject; `others`: by subject (0: not kept) and class."""

    valid: Mapping[int, int]
    others: Mapping[tuple[int, EventClass], int]


@dataclass(frozen=True)
class Batch:
    """`number` is None for one that was cut before batches had numbers."""

    number: BatchNumber | None
    days: Mapping[date, DayCounts]


def cut_batch(kind: str, *, new_id: UUID, redis: Client) -> UUID | None:
    """The oldest batch that was not dropped yet; else what was counted since, cut off as batch `new_id`.

    None if there is nothing.
    """
    keys = [
        _key(kind, "batches"),
        live_key(kind),
        _batch_key(kind, new_id),
        _key(kind, "sequence"),
        key("counting", "epoch"),
    ]
    found: bytes | None = redis.register_script(CUT_SCRIPT)(
        keys=keys, args=[str(new_id), str(new_id)]
    )
    return UUID(found.decode()) if found else None


def read_batch(kind: str, batch_id: UUID, *, redis: Client) -> Batch:
    """What a batch holds, by day; nothing if it was dropped."""
    found = dict(redis.hscan_iter(_batch_key(kind, batch_id), count=SCAN_FIELDS))
    fields = {field.decode(): value for field, value in found.items()}
    number = fields.pop(NUMBER, None)
    days = _by_day((field, int(value)) for field, value in fields.items())
    return Batch(_number(number.decode()) if number else None, days)


def _number(text: str) -> BatchNumber:
    epoch, number = text.split("|")
    return BatchNumber(epoch, int(number))


def _by_day(fields: Iterable[tuple[str, int]]) -> dict[date, DayCounts]:
    valid: dict[date, dict[int, int]] = defaultdict(dict)
    others: dict[date, dict[tuple[int, EventClass], int]] = defaultdict(dict)
    for field, number in fields:
        day_text, event_class, subject = field.split("|")
        day = date.fromisoformat(day_text)
        if event_class == EventClass.VALID:
            valid[day][int(subject)] = number
        else:
            others[day][int(subject or 0), EventClass(event_class)] = number
    return {day: DayCounts(valid[day], others[day]) for day in sorted({*valid, *others})}


def drop_batch(kind: str, batch_id: UUID, *, redis: Client) -> None:
    """Forget a batch that has been applied; harmless if it was dropped already."""
    redis.register_script(DROP_SCRIPT)(
        keys=[_key(kind, "batches"), _batch_key(kind, batch_id)], args=[str(batch_id)]
    )


def _batch_key(kind: str, batch_id: UUID) -> str:
    return _key(kind, "batch", str(batch_id))


def _key(kind: str, *rest: str) -> str:
    return key("counting", kind, *rest)
