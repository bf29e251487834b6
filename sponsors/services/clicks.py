"""Following a click: the reader always arrives, the click counts once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from redis.exceptions import RedisError

from config.redis import Client, key
from counting.classify import Arrival, Circumstances, broken_rule
from counting.errors import ForgedTokenError
from counting.models import EventClass
from counting.sightings import stream_key
from counting.stream import entry_text
from counting.tokens import Token, read_token
from counting.totals import Line, add_to_totals
from counting.visitors import Visitor, salt_of, visitor_key
from sponsors.errors import NoSuchClickError
from sponsors.landings import remembered_landing
from sponsors.models import Creative, Invalid
from sponsors.page import BY_MAIL
from sponsors.placements import Placement
from sponsors.selectors.own import is_own
from sponsors.totals.clicks import LATE_CLICK, claim_click, count_invalid_click

KIND: Final = "click"
MAX_AGE: Final = timedelta(hours=24)
# A mail lies for some days before it is opened.
MAX_AGE_BY_MAIL: Final = timedelta(days=7)
# A reader waits no longer than this for our book-keeping; then the stream keeps the click for later.
PATIENCE: Final = timedelta(milliseconds=300)
# Nobody follows more creatives than that; a programme that does is not paid for.
MOST_CLICKS: Final = 10
WINDOW: Final = timedelta(minutes=10)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ClickArrival:
    """One click as it came in. `event_class`: what counting makes of it, VALID if it finds nothing wrong."""

    token: Token
    event_class: EventClass
    visitor: Visitor
    redis: Client

    @property
    def is_own(self) -> bool:
        member_pk = self.visitor.member_pk
        return member_pk is not None and is_own(self.token, member_pk)

    @property
    def is_flood(self) -> bool:
        """More than MOST_CLICKS of one visitor within WINDOW.

        Key sponsors:clicks:<visitor>: number; expires after WINDOW. Without Redis nothing is a flood.
        """
        try:
            salt = salt_of(self.token.issued_at.date(), redis=self.redis)
            name = key("sponsors", "clicks", visitor_key(self.visitor, salt=salt))
            with self.redis.pipeline() as pipeline:
                pipeline.incr(name)
                pipeline.expire(name, WINDOW, nx=True)
                count, _is_new = pipeline.execute()
        except RedisError:
            return False
        return int(count) > MOST_CLICKS


# The first rule that holds names the reason for which a click is not billed.
CLICK_RULES: Final[tuple[tuple[Invalid, Callable[[ClickArrival], bool]], ...]] = (
    (Invalid.BOT, lambda one: one.event_class == EventClass.BOT),
    (Invalid.EXPIRED, lambda one: one.event_class == EventClass.EXPIRED),
    (Invalid.STAFF, lambda one: one.is_own),
    (Invalid.FLOODED, lambda one: one.is_flood),
)
# Under which class counting's totals have them; what goes beyond a booking is a valid click, which is not billed.
CLASSES: Final = {
    Invalid.BOT: EventClass.BOT,
    Invalid.EXPIRED: EventClass.EXPIRED,
    Invalid.STAFF: EventClass.OWN,
    Invalid.FLOODED: EventClass.FLOODED,
    Invalid.REPLAYED: EventClass.DUPLICATE,
    Invalid.BEYOND: EventClass.VALID,
    None: EventClass.VALID,
}


def follow_click(
    text: str, *, visitor: Visitor, circumstances: Circumstances, redis: Client
) -> str:
    """The address that a click token leads to. Whether the click counts never changes that.

    Raises:
        NoSuchClickError: we never made this token, or its creative is gone.
    """
    token = _token(text)
    if token is None:
        _count(EventClass.FORGED, circumstances)
        raise NoSuchClickError
    address = _landing_url(token, redis=redis)
    try:
        _count_click(token, visitor=visitor, circumstances=circumstances, redis=redis)
    except DatabaseError:
        _keep_for_later(token, circumstances=circumstances, redis=redis)
    return address


def landing_url(text: str, *, redis: Client) -> str:
    """The address that a click token leads to; nothing is counted.

    Raises:
        NoSuchClickError: as for `follow_click`.
    """
    token = _token(text)
    if token is None:
        raise NoSuchClickError
    return _landing_url(token, redis=redis)


def _landing_url(token: Token, *, redis: Client) -> str:
    creative_pk = Placement.from_subject(token.subject).creative_pk
    try:
        found = Creative.objects.filter(pk=creative_pk).values_list("landing_url", flat=True)
        address = found.first()
    except DatabaseError:
        address = _remembered(creative_pk, redis=redis)
    if address is None:
        raise NoSuchClickError
    return address


def _remembered(creative_pk: int, *, redis: Client) -> str | None:
    try:
        return remembered_landing(creative_pk, redis=redis)
    except RedisError:
        return None


def _token(text: str) -> Token | None:
    try:
        token = read_token(text)
    except ForgedTokenError:
        return None
    return token if token.kind == KIND else None


def _count_click(
    token: Token, *, visitor: Visitor, circumstances: Circumstances, redis: Client
) -> None:
    """Raises DatabaseError: nothing was counted, as far as we know."""
    placement, now = Placement.from_subject(token.subject), circumstances.now
    rule = broken_rule(Arrival(token, _max_age(token), circumstances))
    event_class = rule.event_class if rule else EventClass.VALID
    arrival = ClickArrival(token, event_class, visitor, redis)
    with transaction.atomic():
        _hurry()
        reason = next((reason for reason, holds in CLICK_RULES if holds(arrival)), None)
        if reason:
            count_invalid_click(placement, reason, day=now.date())
        else:
            reason = claim_click(key=token.event_id, placement=placement, now=now)
        _count(CLASSES[reason], circumstances)


def _max_age(token: Token) -> timedelta:
    return MAX_AGE_BY_MAIL if token.detail == BY_MAIL else MAX_AGE


def _hurry() -> None:
    """Have PostgreSQL give up on a statement of this transaction that takes longer than PATIENCE."""
    with connection.cursor() as cursor:
        milliseconds = PATIENCE // timedelta(milliseconds=1)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])


def _keep_for_later(token: Token, *, circumstances: Circumstances, redis: Client) -> None:
    """Leave a click in the stream, under the same id; what did get through to PostgreSQL is not counted again."""
    if broken_rule(Arrival(token, _max_age(token), circumstances)):
        return
    try:
        redis.xadd(stream_key(LATE_CLICK), {"e": entry_text(token, arrived_at=circumstances.now)})
    except RedisError as error:
        logger.warning("A click was neither counted nor billed: %r", error)


def _count(event_class: EventClass, circumstances: Circumstances) -> None:
    add_to_totals({Line(KIND, circumstances.now.date(), event_class): 1})
