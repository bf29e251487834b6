"""Recording what a browser reports."""

from collections.abc import Sequence
from datetime import timedelta

from config.redis import Client
from counting.buffer import Sighting, count_events
from counting.classify import Arrival, Circumstances, broken_rule
from counting.errors import ForgedTokenError
from counting.kinds import REGISTRY, UNKNOWN, EventKind
from counting.models import EventClass
from counting.tokens import Token, read_token
from counting.visitors import Visitor, keys_of


def record_events(
    texts: Sequence[str], *, visitor: Visitor, circumstances: Circumstances, redis: Client
) -> None:
    """Classify and count the events that these tokens stand for: all of them, or none.

    Raises:
        redis.exceptions.RedisError: nothing was counted.
    """
    keys = keys_of(visitor, now=circumstances.now, redis=redis)
    count_events([_sighting(text, circumstances, keys) for text in texts], redis=redis)


def _sighting(text: str, circumstances: Circumstances, visitor: tuple[str, str]) -> Sighting:
    token = _known_token(text)
    kind = REGISTRY[token.kind] if token else None
    arrival = Arrival(token, kind.max_age if kind else timedelta(), circumstances)
    rule = broken_rule(arrival)
    today = circumstances.now.date()
    if token is None or kind is None or rule:
        event_class = rule.event_class if rule else EventClass.FORGED
        return Sighting(kind.name if kind else UNKNOWN, event_class, today)
    return Sighting(
        kind=kind.name,
        event_class=EventClass.VALID,
        day=today,
        subject=token.subject,
        what=_what(token, kind),
        visitor=visitor,
        window=kind.window,
    )


def _known_token(text: str) -> Token | None:
    """The token if we signed it for a kind that a beacon may report."""
    try:
        token = read_token(text)
    except ForgedTokenError:
        return None
    return token if token.kind in REGISTRY else None


def _what(token: Token, kind: EventKind) -> str:
    return f"token:{token.event_id}" if kind.once_per_token else f"subject:{token.subject}"
