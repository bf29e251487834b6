"""Promises to readers: who may show what, decided and counted in one short script, so that no cap is ever overrun.

Keys:
    sponsors:version              goes up with each change of what is booked; no expiry
    sponsors:served:<flight>      hash, "total" and "<day>" to units delivered, as last heard; expires after two days
    sponsors:held:<flight>        sorted set of event ids that were promised, by the millisecond at which the promise ends;
                                  expires after the last
    sponsors:reach:<flight>:<day> HyperLogLog of visitors' keys; expires after three days
    sponsors:seen:<visitor>:<day> hash, flight to how often it was shown, "asked" to slots asked for; expires after a day

PostgreSQL has the last word on what is delivered (sponsors.totals); here is what keeps readers from being shown more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from config.redis import Client, key
from counting.models import EventClass
from counting.sightings import live_field, live_key
from sponsors.delivery import Offer
from sponsors.delivery.pacing import allowance

# Nobody reads a page for longer without having seen what stands on it; what is seen later may still count.
PROMISE: Final = timedelta(minutes=10)
# Slots that one visitor may ask for in a day; far beyond what a person reads, and a whole school behind one address.
MOST_ASKED: Final = 20_000
# The batch kind under which counting adds up how often slots were asked for and filled.
DECISION: Final = "decision"

# KEYS: version, seen, decisions, then for each flight: served, held, reach. ARGV: the question as JSON, see `_question`.
# Answers JSON: {version}, if it is another than asked for; else {version, chosen: for each slot the place of the offer, or 0}.
RESERVE_SCRIPT: Final = """
local ask = cjson.decode(ARGV[1])
local version = redis.call('GET', KEYS[1]) or '0'
if version ~= ask.version then return cjson.encode({version = version}) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local asked = redis.call('HINCRBY', KEYS[2], 'asked', #ask.slots)
if asked == #ask.slots then redis.call('EXPIRE', KEYS[2], 90000) end
local sponsors, industries, creatives, chosen = {}, {}, {}, {}

local function may(flight, place, again)
  if sponsors[flight.sponsor] and not (again and flight.house == 1) then return false end
  if flight.industry ~= '' and industries[flight.industry] then return false end
  local served, held = KEYS[1 + place * 3], KEYS[2 + place * 3]
  if flight.seen >= 0 and tonumber(redis.call('HGET', KEYS[2], flight.pk) or '0') >= flight.seen then return false end
  if flight.limit < 0 and flight.daily < 0 then return true end
  local waiting = flight.held == 1 and redis.call('ZCOUNT', held, '(' .. now, '+inf') or 0
  local known = redis.call('HMGET', served, 'total', ask.day)
  local total = math.max(flight.total, tonumber(known[1] or '0')) + waiting
  local today = math.max(flight.today, tonumber(known[2] or '0')) + waiting
  return (flight.limit < 0 or total < flight.limit) and (flight.daily < 0 or today < flight.daily)
end

local function take(flight, place, event)
  sponsors[flight.sponsor] = true
  if flight.industry ~= '' then industries[flight.industry] = true end
  if flight.seen >= 0 then redis.call('HINCRBY', KEYS[2], flight.pk, 1) end
  redis.call('PFADD', KEYS[3 + place * 3], ask.visitor)
  redis.call('EXPIRE', KEYS[3 + place * 3], 259200)
  if flight.held == 0 then return end
  redis.call('ZREMRANGEBYSCORE', KEYS[2 + place * 3], '-inf', now)
  redis.call('ZADD', KEYS[2 + place * 3], now + ask.promise, event)
  redis.call('PEXPIRE', KEYS[2 + place * 3], ask.promise + 60000)
end

local function choose(slot, again)
  for rank, offer in ipairs(slot.offers) do
    local flight = ask.flights[offer[1]]
    if not creatives[offer[2]] and may(flight, offer[1], again) then
      take(flight, offer[1], slot.event)
      creatives[offer[2]] = true
      if flight.house == 0 then redis.call('HINCRBY', KEYS[3], slot.filled, 1) end
      return rank
    end
  end
end

for place, slot in ipairs(ask.slots) do
  chosen[place] = asked <= ask.most and (choose(slot, false) or choose(slot, true)) or 0
  redis.call('HINCRBY', KEYS[3], slot.asked, 1)
end
return cjson.encode({version = version, chosen = chosen})
"""

# KEYS: served, held. ARGV: total, day, total of the day, then event ids whose promise was kept.
SETTLE_SCRIPT: Final = """
local function raise(field, value)
  if tonumber(redis.call('HGET', KEYS[1], field) or '-1') < tonumber(value) then redis.call('HSET', KEYS[1], field, value) end
end
raise('total', ARGV[1])
raise(ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], 172800)
for at = 4, #ARGV do redis.call('ZREM', KEYS[2], ARGV[at]) end
"""


@dataclass(frozen=True)
class Wish:
    """A slot that is to be filled. `event_id`: of the rendering that may come of it; `offers`: first choice first."""

    slot_pk: int
    event_id: str
    offers: Sequence[Offer]


@dataclass(frozen=True)
class Asker:
    """Who asks, and when. `visitor`: today's key; `version`: of what is booked, as the offers know it."""

    visitor: str
    version: str
    now: datetime
    promise: timedelta = PROMISE


@dataclass(frozen=True)
class Promise:
    """The answer. `chosen`: an offer for each wish, or None; None in place of the list if the offers are out of date."""

    version: str
    chosen: list[Offer | None] | None


def reserve(wishes: Sequence[Wish], *, asker: Asker, redis: Client) -> Promise:
    """Fill slots in one round trip: each gets its first offer that is within every cap, each sponsor and industry once.

    Advertisers of the house come a second time, with other words, only where nobody else is left.

    What is promised counts against the caps until it is settled, or the promise ends.

    Raises:
        redis.exceptions.RedisError: nothing was promised that anybody will show.
    """
    flights = {offer.flight.pk: offer.flight for wish in wishes for offer in wish.offers}
    day = asker.now.date()
    keys = [
        version_key(),
        key("sponsors", "seen", asker.visitor, day.isoformat()),
        live_key(DECISION),
    ]
    for pk in flights:
        keys += [served_key(pk), held_key(pk), reach_key(pk, day)]
    question = json.dumps(_question(wishes, list(flights), asker=asker))
    answer = json.loads(redis.register_script(RESERVE_SCRIPT)(keys=keys, args=[question]))
    if "chosen" not in answer:
        return Promise(answer["version"], None)
    ranks = zip(wishes, answer["chosen"], strict=True)
    return Promise(
        answer["version"], [wish.offers[rank - 1] if rank else None for wish, rank in ranks]
    )


def _question(
    wishes: Sequence[Wish], flight_pks: Sequence[int], *, asker: Asker
) -> Mapping[str, Any]:
    """`flights` in the order of the keys; `offers` as (place among the flights from 1, creative)."""
    places = {pk: place for place, pk in enumerate(flight_pks, start=1)}
    known = {offer.flight.pk: offer for wish in wishes for offer in wish.offers}
    return {
        "version": asker.version,
        "visitor": asker.visitor,
        "day": asker.now.date().isoformat(),
        "promise": asker.promise // timedelta(milliseconds=1),
        "most": MOST_ASKED,
        "flights": [_terms(known[pk], now=asker.now) for pk in flight_pks],
        "slots": [
            {
                "event": wish.event_id,
                "asked": _decision_field(wish, asker.now, is_filled=False),
                "filled": _decision_field(wish, asker.now, is_filled=True),
                "offers": [[places[one.flight.pk], one.creative_pk] for one in wish.offers],
            }
            for wish in wishes
        ],
    }


def _terms(offer: Offer, *, now: datetime) -> Mapping[str, Any]:
    """Caps as numbers, -1 for none. Clicks cannot be promised, so `held` is 0 where the price is per click."""
    flight = offer.flight
    limit = allowance(flight, now=now)
    return {
        "pk": str(flight.pk),
        "sponsor": str(flight.sponsor_pk),
        "industry": "" if flight.is_house else flight.industry,
        "house": int(flight.is_house),
        "limit": -1 if limit is None else limit,
        "daily": -1 if flight.daily_cap is None else flight.daily_cap,
        "seen": -1 if flight.frequency_cap is None else flight.frequency_cap,
        "total": flight.delivered,
        "today": flight.delivered_today,
        "held": int(not flight.is_by_click),
    }


def _decision_field(wish: Wish, now: datetime, *, is_filled: bool) -> str:
    """A field of counting's live hash; the subject is twice the slot's key, and one more where it was filled."""
    return live_field(now.date(), EventClass.VALID, 2 * wish.slot_pk + is_filled)


@dataclass(frozen=True)
class Delivered:
    """Units of a flight that PostgreSQL knows of, in all and on `day`."""

    flight_pk: int
    total: int
    day: date
    on_day: int


def settle(delivered: Delivered, *, event_ids: Sequence[str], redis: Client) -> None:
    """Turn promises into deliveries; harmless when repeated, or when overtaken by a later one."""
    redis.register_script(SETTLE_SCRIPT)(
        keys=[served_key(delivered.flight_pk), held_key(delivered.flight_pk)],
        args=[delivered.total, delivered.day.isoformat(), delivered.on_day, *event_ids],
    )


def current_version(*, redis: Client) -> str:
    found = redis.get(version_key())
    return found.decode() if isinstance(found, bytes) else "0"


def renew_version(*, redis: Client) -> None:
    """Tell every process that what is booked has changed."""
    redis.incr(version_key())


def reached(flight_pk: int, day: date, *, redis: Client) -> int:
    """How many visitors a flight was shown to on a day, estimated by a HyperLogLog (standard error 0.81 %)."""
    return int(redis.pfcount(reach_key(flight_pk, day)))


def version_key() -> str:
    return key("sponsors", "version")


def served_key(flight_pk: int) -> str:
    return key("sponsors", "served", flight_pk)


def held_key(flight_pk: int) -> str:
    return key("sponsors", "held", flight_pk)


def reach_key(flight_pk: int, day: date) -> str:
    return key("sponsors", "reach", flight_pk, day.isoformat())
