"""Counted events on their way to PostgreSQL: three atomic scripts in Redis.

Keys, for each kind:
    counting:<kind>:live      hash, field <day>|<class>|<subject or ""> to number of events; no expiry
    counting:<kind>:batches   list of the ids of batches that were cut and not yet dropped, oldest first; no expiry
    counting:<kind>:batch:<id> hash as `live`, never changed any more; no expiry
    counting:<kind>:seen:<what>:<visitor>  exists while the visitor's next such event is a duplicate; expires

An increment has no identity, so none is ever retried; a batch has an id, so it can be applied as often as need be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from config.redis import Client, key
from counting.models import EventClass

SCAN_FIELDS: Final = 5_000

# KEYS: per event the live hash, where the visitor's event is remembered, and where it was until midnight.
# ARGV: per event milliseconds to remember it for (0: not at all), the field if it is new, the field if it is not.
COUNT_SCRIPT: Final = """
for event = 0, #KEYS / 3 - 1 do
  local live, seen, seen_before = KEYS[3 * event + 1], KEYS[3 * event + 2], KEYS[3 * event + 3]
  local window, field, field_again = ARGV[3 * event + 1], ARGV[3 * event + 2], ARGV[3 * event + 3]
  if window ~= '0' then
    local is_known = redis.call('EXISTS', seen_before) == 1
    if is_known or not redis.call('SET', seen, '', 'NX', 'PX', window) then field = field_again end
  end
  redis.call('HINCRBY', live, field, 1)
end
"""

# KEYS: batches, live, the key of the batch to be cut. ARGV: its id. Answers the oldest id, or nothing.
CUT_SCRIPT: Final = """
local oldest = redis.call('LINDEX', KEYS[1], 0)
if oldest then return oldest end
if redis.call('EXISTS', KEYS[2]) == 0 then return false end
redis.call('RENAME', KEYS[2], KEYS[3])
redis.call('RPUSH', KEYS[1], ARGV[1])
return ARGV[1]
"""

# KEYS: batches, the batch. ARGV: its id.
DROP_SCRIPT: Final = """
redis.call('UNLINK', KEYS[2])
redis.call('LREM', KEYS[1], 0, ARGV[1])
"""


@dataclass(frozen=True)
class Sighting:
    """One classified event. `what`: within `window` a visitor's second event of the same is a duplicate.

    `event_class` VALID means: valid unless it is a duplicate. `visitor`: keys of today and of yesterday.
    """

    kind: str
    event_class: EventClass
    day: date
    subject: int = 0
    what: str = ""
    visitor: tuple[str, str] = ("", "")
    window: timedelta = timedelta()

    @property
    def field(self) -> str:
        subject = self.subject if self.event_class == EventClass.VALID else ""
        return f"{self.day}|{self.event_class}|{subject}"

    @property
    def field_again(self) -> str:
        return f"{self.day}|{EventClass.DUPLICATE}|"


@dataclass(frozen=True)
class DayCounts:
    """What a batch holds of one day. `valid`: events by subject; `others`: events of the other classes."""

    valid: Mapping[int, int]
    others: Mapping[EventClass, int]


def count_events(sightings: Sequence[Sighting], *, redis: Client) -> None:
    """Count all of them in one round trip, or none.

    Raises:
        redis.exceptions.RedisError: they were not counted; only after a lost answer they may have been.
    """
    keys = [name for sighting in sightings for name in _keys(sighting)]
    arguments = [word for sighting in sightings for word in _arguments(sighting)]
    redis.register_script(COUNT_SCRIPT)(keys=keys, args=arguments)


def _keys(sighting: Sighting) -> tuple[str, str, str]:
    live = _key(sighting.kind, "live")
    today, yesterday = (_key(sighting.kind, "seen", sighting.what, one) for one in sighting.visitor)
    return live, today, yesterday


def _arguments(sighting: Sighting) -> tuple[int, str, str]:
    window = sighting.window if sighting.event_class == EventClass.VALID else timedelta()
    return window // timedelta(milliseconds=1), sighting.field, sighting.field_again


def cut_batch(kind: str, *, new_id: UUID, redis: Client) -> UUID | None:
    """The oldest batch that was not dropped yet; else what was counted since, cut off as batch `new_id`.

    None if there is nothing.
    """
    keys = [_key(kind, "batches"), _key(kind, "live"), _batch_key(kind, new_id)]
    found: bytes | None = redis.register_script(CUT_SCRIPT)(keys=keys, args=[str(new_id)])
    return UUID(found.decode()) if found else None


def read_batch(kind: str, batch_id: UUID, *, redis: Client) -> dict[date, DayCounts]:
    """What a batch holds, by day; empty if it was dropped."""
    fields = dict(redis.hscan_iter(_batch_key(kind, batch_id), count=SCAN_FIELDS))
    return _by_day((field.decode(), int(number)) for field, number in fields.items())


def _by_day(fields: Iterable[tuple[str, int]]) -> dict[date, DayCounts]:
    valid: dict[date, dict[int, int]] = defaultdict(dict)
    others: dict[date, dict[EventClass, int]] = defaultdict(dict)
    for field, number in fields:
        day, event_class, subject = field.split("|")
        if event_class == EventClass.VALID:
            valid[date.fromisoformat(day)][int(subject)] = number
        else:
            others[date.fromisoformat(day)][EventClass(event_class)] = number
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
