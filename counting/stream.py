"""Events of ledger kinds on their way out of Redis: taken from a stream, settled once they are in the ledger.

An entry is text: `event_id issued subject arrived detail`, times in seconds since 1970, `arrived` counted from
`issued`, numbers in base 62. A consumer group keeps what was taken and not settled; what a dead drain held goes to
the next one after CLAIM_AFTER.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core.signing import b62_decode, b62_encode

from config.redis import Client
from counting.kinds import Event
from counting.models import EventClass
from counting.sightings import live_field, live_key, stream_key
from counting.tokens import Token

GROUP: Final = "drain"
# A drain that has not settled what it took for so long is dead, or stuck; if it is not, the ledger sees to it that
# nothing counts twice.
CLAIM_AFTER: Final = timedelta(seconds=30)

# KEYS: the stream. ARGV: group, consumer, milliseconds after which to claim, most entries.
# Answers {id, {"e", text}} for what dead consumers held, else for what nobody has taken yet.
TAKE_SCRIPT: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local claim = {'XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], '0-0', 'COUNT', ARGV[4]}
local claimed = redis.pcall(unpack(claim))
if claimed.err then
  redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0')
  claimed = redis.call(unpack(claim))
end
if #claimed[2] > 0 then return claimed[2] end
local fresh = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[4], 'STREAMS', KEYS[1], '>')
if not fresh then return {} end
return fresh[1][2]
"""

# KEYS: the stream, the live hash. ARGV: group, then per entry its id and the field to count it under, or "".
# An entry is settled by whoever settles it first, so that a duplicate is counted as one once.
SETTLE_SCRIPT: Final = """
for at = 2, #ARGV, 2 do
  if redis.call('XACK', KEYS[1], ARGV[1], ARGV[at]) == 1 then
    redis.call('XDEL', KEYS[1], ARGV[at])
    if ARGV[at + 1] ~= '' then redis.call('HINCRBY', KEYS[2], ARGV[at + 1], 1) end
  end
end
"""

# KEYS: the stream. ARGV: group, milliseconds without a word. Consumers of which nothing waits any more.
FORGET_SCRIPT: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return end
local found = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if found.err then return end
for _, consumer in ipairs(found) do
  local told = {}
  for at = 1, #consumer, 2 do told[consumer[at]] = consumer[at + 1] end
  if told.pending == 0 and told.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], told.name)
  end
end
"""


@dataclass(frozen=True)
class Entry:
    """An event, and the id by which the stream knows it."""

    id: str
    event: Event


def entry_text(token: Token, *, arrived_at: datetime) -> str:
    """What the stream keeps of an event: some thirty characters."""
    issued = int(token.issued_at.timestamp())
    numbers = (issued, token.subject, int(arrived_at.timestamp()) - issued)
    return " ".join((token.event_id, *map(b62_encode, numbers), token.detail))


def take(
    kind: str, *, consumer: str, most: int, redis: Client, claim_after: timedelta
) -> list[Entry]:
    """Up to `most` entries that nobody settled: those of dead drains first."""
    arguments: list[str | int] = [GROUP, consumer, claim_after // timedelta(milliseconds=1), most]
    found = redis.register_script(TAKE_SCRIPT)(keys=[stream_key(kind)], args=arguments)
    return [
        Entry(entry_id.decode(), _event(kind, pair[1].decode())) for entry_id, pair in found if pair
    ]


def _event(kind: str, text: str) -> Event:
    event_id, issued, subject, delay, detail = text.split(" ")
    issued_at = datetime.fromtimestamp(b62_decode(issued), tz=UTC)
    return Event(
        kind=kind,
        event_id=event_id,
        subject=b62_decode(subject),
        detail=detail,
        issued_at=issued_at,
        arrived_at=issued_at + timedelta(seconds=b62_decode(delay)),
    )


def settle(
    kind: str, entries: Sequence[Entry], *, duplicates: Sequence[Entry], redis: Client
) -> None:
    """Forget entries that are in the ledger; `duplicates`: those of them whose event another entry had brought."""
    fields = {
        entry.id: live_field(
            entry.event.arrived_at.date(), EventClass.DUPLICATE, entry.event.subject
        )
        for entry in duplicates
    }
    arguments = [part for entry in entries for part in (entry.id, fields.get(entry.id, ""))]
    redis.register_script(SETTLE_SCRIPT)(
        keys=[stream_key(kind), live_key(kind)], args=[GROUP, *arguments]
    )


def forget_consumers(kind: str, *, idle: timedelta, redis: Client) -> None:
    """Strike off drains that hold nothing and have not been heard of for `idle`."""
    redis.register_script(FORGET_SCRIPT)(
        keys=[stream_key(kind)], args=[GROUP, idle // timedelta(milliseconds=1)]
    )
