"""Filling the slots of a page for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from config.redis import Client
from counting.tokens import make_token, new_event_id
from counting.visitors import salt_of, visitor_key
from sponsors.audience import Reader
from sponsors.delivery import Audience, Offer, draw, eligible
from sponsors.images import fitted
from sponsors.page import BY_MAIL, FilledSlot, is_spared
from sponsors.placements import Placement
from sponsors.reservations import Asker, Wish, reserve
from sponsors.selectors.inventory import Inventory, inventory

# A page has seven slots, and a long list some more; who asks for more is no page.
MOST_SLOTS: Final = 20
# What is booked changes rarely; twice within one request, hardly ever.
TRIES: Final = 3


def fill_slots(
    codes: Sequence[str], *, reader: Reader, redis: Client, rng: Random
) -> list[FilledSlot | None]:
    """A creative for each slot, in their order; None where what stands there should stay.

    One round trip to Redis, and no query, as long as what is booked has not changed.

    Raises:
        redis.exceptions.RedisError: nothing was promised.
    """
    now = reader.circumstances.now
    known = inventory(now=now, redis=redis)
    if is_spared(reader.trust_level, policy=known.policy):
        return [None] * len(codes)
    for _try in range(TRIES):
        wishes = [_wish(code, known, reader=reader, rng=rng) for code in codes[:MOST_SLOTS]]
        wanted = [wish for wish in wishes if wish]
        if not wanted:
            break
        asker = Asker(_visitor_key(reader, redis=redis), known.version, now)
        promise = reserve(wanted, asker=asker, redis=redis)
        if promise.chosen is not None:
            answers = dict(zip([wish.event_id for wish in wanted], promise.chosen, strict=True))
            return [_filled(wish, answers, known, reader=reader) for wish in wishes]
        known = inventory(now=now, redis=redis, version=promise.version)
    return [None] * len(codes)


def _wish(code: str, known: Inventory, *, reader: Reader, rng: Random) -> Wish | None:
    """None for a slot that there is not."""
    slot = known.slots.get(code)
    if slot is None:
        return None
    now = reader.circumstances.now
    fitting = eligible(known.flights, audience=_beside_industries(reader, known), now=now)
    offers = draw(code, fitting, now=now, rng=rng)
    return Wish(slot_pk=slot.pk, event_id=new_event_id(), offers=offers)


def _beside_industries(reader: Reader, known: Inventory) -> Audience:
    """The reader's audience, with the industries of those who stand on the page already."""
    beside = [one for one in known.flights if one.sponsor_pk in reader.audience.beside]
    industries = frozenset(one.industry for one in beside if one.industry)
    return replace(reader.audience, industries=industries) if industries else reader.audience


def _filled(
    wish: Wish | None, answers: dict[str, Offer | None], known: Inventory, *, reader: Reader
) -> FilledSlot | None:
    offer = answers[wish.event_id] if wish else None
    if wish is None or offer is None:
        return None
    creative = known.creatives[offer.creative_pk]
    slot = next(slot for slot in known.slots.values() if slot.pk == wish.slot_pk)
    category_pk = reader.audience.category_pk
    subject = Placement(creative.pk, wish.slot_pk, category_pk).subject
    now, event_id = reader.circumstances.now, wish.event_id
    shown = FilledSlot(slot=slot, creative=creative, image_size=fitted(creative, slot=slot))
    return replace(
        shown,
        impression_token=make_token("impression", subject=subject, now=now, event_id=event_id),
        viewable_token=make_token("viewable", subject=subject, now=now, event_id=event_id),
        click_token=make_token(
            "click",
            subject=subject,
            now=now,
            event_id=event_id,
            detail=BY_MAIL if reader.audience.is_mail else "",
        ),
    )


@dataclass
class _Salt:
    """The salt of a day, kept in the process for that day only, to save a round trip."""

    day: str = ""
    salt: bytes = b""


_salt = _Salt()


def _visitor_key(reader: Reader, *, redis: Client) -> str:
    today = reader.circumstances.now.date()
    if _salt.day != today.isoformat():
        _salt.salt, _salt.day = salt_of(today, redis=redis), today.isoformat()
    return visitor_key(reader.visitor, salt=_salt.salt)
