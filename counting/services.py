"""Recording what a browser reports."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from config.redis import Client
from counting.classify import Arrival, Circumstances, broken_rule
from counting.errors import ForgedTokenError
from counting.kinds import REGISTRY, UNKNOWN, BatchKind, LedgerKind
from counting.models import EventClass
from counting.sightings import Sighting, count_events
from counting.stream import entry_text
from counting.tokens import Token, read_token
from counting.visitors import Visitor, keys_of

logger = logging.getLogger(__name__)


def record_events(
    texts: Sequence[str], *, visitor: Visitor, circumstances: Circumstances, redis: Client
) -> None:
    """Classify and count the events that these tokens stand for: all of them, or none.

    Raises:
        redis.exceptions.RedisError: nothing was counted.
    """
    keys = keys_of(visitor, now=circumstances.now, redis=redis)
    sightings = [_sighting(text, circumstances, keys) for text in texts]
    most = settings.FLOOD_EVENTS_PER_MINUTE
    is_flood = count_events(sightings, visitor=keys[0], most_a_minute=most, redis=redis)
    if circumstances.member_pk is not None and not is_flood:
        _tell_owners(sightings, circumstances.member_pk, now=circumstances.now)


def _tell_owners(sightings: Sequence[Sighting], member_pk: int, *, now: datetime) -> None:
    """Tell the owners of kinds what a member reported. It is counted by now, so that a failure is only logged."""
    for sighting in sightings:
        kind = REGISTRY.get(sighting.kind)
        if not isinstance(kind, BatchKind) or kind.tell_member is None:
            continue
        if sighting.event_class == EventClass.VALID:
            try:
                kind.tell_member(sighting.subject, member_pk, now)
            except DatabaseError as error:
                logger.warning("The owner of %s was not told: %r", kind.name, error)


def _sighting(text: str, circumstances: Circumstances, visitor: tuple[str, str]) -> Sighting:
    token = _known_token(text)
    kind = REGISTRY[token.kind] if token else None
    today = circumstances.now.date()
    if token is None or kind is None:
        return Sighting(UNKNOWN, EventClass.FORGED, today)
    member_pk = circumstances.member_pk
    is_own = member_pk is not None and kind.is_own(token, member_pk)
    rule = broken_rule(Arrival(token, kind.max_age, circumstances, is_own=is_own))
    event_class = rule.event_class if rule else EventClass.VALID
    if isinstance(kind, LedgerKind):
        return _recorded(token, kind, event_class, circumstances)
    return Sighting(
        kind=kind.name,
        event_class=event_class,
        day=today,
        subject=token.subject,
        what=_what(token, kind),
        visitor=visitor,
        window=kind.window,
        counts_readers=kind.counts_readers,
        tells_invalid=kind.apply_invalid is not None,
    )


def _recorded(
    token: Token, kind: LedgerKind, event_class: EventClass, circumstances: Circumstances
) -> Sighting:
    """An event for the stream: whether it is a duplicate is for the ledger to tell."""
    return Sighting(
        kind=kind.name,
        event_class=event_class,
        day=circumstances.now.date(),
        subject=token.subject,
        entry=entry_text(token, arrived_at=circumstances.now),
        tells_invalid=True,
    )


def _known_token(text: str) -> Token | None:
    """The token if we signed it for a kind that a beacon may report."""
    try:
        token = read_token(text)
    except ForgedTokenError:
        return None
    return token if token.kind in REGISTRY else None


def _what(token: Token, kind: BatchKind) -> str:
    return f"token:{token.event_id}" if kind.once_per_token else f"subject:{token.subject}"
