"""Classified events on their way into Redis: one atomic script for all events of a beacon.

Keys, for each kind:
    counting:<kind>:live          hash, field <day>|<class>|<subject or ""> to number of events; no expiry
    counting:<kind>:stream        of a ledger kind: stream of entries that wait for the drain; no expiry
    counting:<kind>:seen:<what>:<visitor>  exists while the visitor's next such event is a duplicate; expires
    counting:<kind>:readers:<day>:<subject>  HyperLogLog of the visitors' keys; expires after three days
and for all of them:
    counting:flood:<visitor>      number of signed events in the running minute; expires

An increment has no identity, so nothing here is ever retried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha1
from typing import Final

from redis.exceptions import NoScriptError

from config.redis import Client, ask, key
from counting.models import EventClass

# KEYS: the flood counter, then per event the live hash, where the visitor's event is remembered, where it was until
# midnight, the stream, the readers.
# ARGV: most events in a minute, then per event milliseconds to remember it for (0: not at all), the field if it is
# new, if it is not, if it is one of a flood ("": cannot be), the entry ("": not for the stream), the reader ("": none).
COUNT_SCRIPT: Final = """
local events, signed = (#KEYS - 1) / 5, 0
for event = 0, events - 1 do
  if ARGV[6 * event + 5] ~= '' then signed = signed + 1 end
end
local is_flood = false
if signed > 0 then
  local sent = redis.call('INCRBY', KEYS[1], signed)
  if sent == signed then redis.call('PEXPIRE', KEYS[1], 60000) end
  is_flood = sent > tonumber(ARGV[1])
end
for event = 0, events - 1 do
  local k, a = 5 * event + 1, 6 * event + 1
  local window, field, entry, reader = ARGV[a + 1], ARGV[a + 2], ARGV[a + 5], ARGV[a + 6]
  if is_flood and ARGV[a + 4] ~= '' then
    field, entry, reader = ARGV[a + 4], '', ''
  elseif window ~= '0' then
    local is_known = redis.call('EXISTS', KEYS[k + 3]) == 1
    if is_known or not redis.call('SET', KEYS[k + 2], '', 'NX', 'PX', window) then
      field, reader = ARGV[a + 3], ''
    end
  end
  if entry ~= '' then
    redis.call('XADD', KEYS[k + 4], '*', 'e', entry)
  else
    redis.call('HINCRBY', KEYS[k + 1], field, 1)
    if reader ~= '' then
      redis.call('PFADD', KEYS[k + 5], reader)
      redis.call('PEXPIRE', KEYS[k + 5], 259200000)
    end
  end
end
return is_flood and 1 or 0
"""


COUNT_SHA: Final = sha1(COUNT_SCRIPT.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Sighting:
    """One classified event. `what`: within `window` a visitor's second event of the same is a duplicate.

    `event_class` VALID means: valid unless it is a duplicate or one of a flood. `visitor`: keys of today and of
    yesterday. `entry`: what the stream of a ledger kind gets; "" for batch kinds.
    `tells_invalid`: the subject is kept for the other classes too.
    """

    kind: str
    event_class: EventClass
    day: date
    subject: int = 0
    what: str = ""
    visitor: tuple[str, str] = ("", "")
    window: timedelta = timedelta()
    entry: str = ""
    counts_readers: bool = False
    tells_invalid: bool = False

    def field(self, event_class: EventClass) -> str:
        keeps_subject = event_class == EventClass.VALID or self.tells_invalid
        return live_field(self.day, event_class, self.subject if keeps_subject else None)


def live_field(day: date, event_class: EventClass, subject: int | None) -> str:
    """A field of the live hash; `subject` None: of nothing that was kept."""
    return f"{day}|{event_class}|{'' if subject is None else subject}"


def count_events(
    sightings: Sequence[Sighting], *, visitor: str, most_a_minute: int, redis: Client
) -> bool:
    """Count all of them in one round trip, or none; whether they were one of a flood.

    Args:
        visitor: the key of whoever sent them.

    Raises:
        redis.exceptions.RedisError: they were not counted; only after a lost answer they may have been.
    """
    keys = [key("counting", "flood", visitor)]
    arguments: list[str | int] = [most_a_minute]
    for sighting in sightings:
        keys += _keys(sighting)
        arguments += _arguments(sighting)
    command = (len(keys), *keys, *arguments)
    try:
        return bool(ask(redis, "EVALSHA", COUNT_SHA, *command))
    except NoScriptError:  # nothing was done: a server that has just started knows no scripts
        return bool(ask(redis, "EVAL", COUNT_SCRIPT, *command))


def _keys(sighting: Sighting) -> tuple[str, ...]:
    kind, what = sighting.kind, sighting.what
    today, yesterday = (key("counting", kind, "seen", what, one) for one in sighting.visitor)
    return (
        live_key(kind),
        today,
        yesterday,
        stream_key(kind),
        readers_key(kind, sighting.day, sighting.subject),
    )


def _arguments(sighting: Sighting) -> tuple[str | int, ...]:
    if sighting.event_class != EventClass.VALID:
        return 0, sighting.field(sighting.event_class), "", "", "", ""
    return (
        sighting.window // timedelta(milliseconds=1),
        sighting.field(EventClass.VALID),
        sighting.field(EventClass.DUPLICATE),
        sighting.field(EventClass.FLOODED),
        sighting.entry,
        sighting.visitor[0] if sighting.counts_readers else "",
    )


def live_key(kind: str) -> str:
    return key("counting", kind, "live")


def stream_key(kind: str) -> str:
    return key("counting", kind, "stream")


def readers_key(kind: str, day: date, subject: int) -> str:
    return key("counting", kind, "readers", day.isoformat(), subject)
