"""Following a click: the reader always arrives, the click counts once."""

import logging
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.db import DatabaseError, transaction
from redis.exceptions import RedisError

from config.redis import Client
from counting.classify import Arrival, Circumstances, broken_rule
from counting.errors import ForgedTokenError
from counting.models import EventClass
from counting.tokens import Token, read_token
from counting.totals import Line, add_to_totals
from counting.visitors import Visitor, salt_of, visitor_key
from sponsors.errors import NoSuchClickError
from sponsors.models import Creative
from sponsors.placements import Placement
from sponsors.totals import claim_click

KIND: Final = "click"
# Salts live for 48 hours; a token must not outlive the salt of its day.
MAX_AGE: Final = timedelta(hours=24)

logger = logging.getLogger(__name__)


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
    address = _landing_url(token)
    _count_click(token, visitor=visitor, circumstances=circumstances, redis=redis)
    return address


def landing_url(text: str) -> str:
    """The address that a click token leads to; nothing is counted.

    Raises:
        NoSuchClickError: as for `follow_click`.
    """
    token = _token(text)
    if token is None:
        raise NoSuchClickError
    return _landing_url(token)


def _landing_url(token: Token) -> str:
    creative_pk = Placement.from_subject(token.subject).creative_pk
    address = Creative.objects.filter(pk=creative_pk).values_list("landing_url", flat=True).first()
    if address is None:
        raise NoSuchClickError
    return address


def _token(text: str) -> Token | None:
    try:
        token = read_token(text)
    except ForgedTokenError:
        return None
    return token if token.kind == KIND else None


def _count_click(
    token: Token, *, visitor: Visitor, circumstances: Circumstances, redis: Client
) -> None:
    rule = broken_rule(Arrival(token, MAX_AGE, circumstances))
    if rule:
        _count(rule.event_class, circumstances)
        return
    try:
        key = _click_key(token, visitor=visitor, redis=redis)
        with transaction.atomic():
            placement = Placement.from_subject(token.subject)
            is_new = claim_click(key=key, placement=placement, now=circumstances.now)
            _count(EventClass.VALID if is_new else EventClass.DUPLICATE, circumstances)
    except (RedisError, DatabaseError) as error:
        logger.warning("A click was neither counted nor billed: %r", error)


def _click_key(token: Token, *, visitor: Visitor, redis: Client) -> str:
    """43 characters, the same for each click of one visitor on one rendering.

    The salt is that of the day on which the token was made, so that midnight makes nobody a stranger.
    """
    salt = salt_of(token.issued_at.date(), redis=redis)
    text = f"{token.event_id}.{visitor_key(visitor, salt=salt)}"
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


def _count(event_class: EventClass, circumstances: Circumstances) -> None:
    add_to_totals({Line(KIND, circumstances.now.date(), event_class): 1})
