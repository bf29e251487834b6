"""The way that every beacon goes: read, classified, counted, answered. Who sends it, its door knows."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from redis.exceptions import RedisError

from config.redis import cache, events
from counting.beacon import read_beacon
from counting.classify import circumstances_in
from counting.errors import BeaconRefusedError
from counting.health import note_refused
from counting.services import record_events
from counting.visitors import Visitor

RETRY_AFTER_SECONDS: Final = 30

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """`body`: a sentence for programmers, "" for none."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


COUNTED: Final = Answer(204, headers={"Cache-Control": "no-store"})
TRY_LATER: Final = Answer(503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def receive(
    meta: Mapping[str, Any],
    read: Callable[[int], bytes],
    *,
    host: Callable[[], str],
    member_pk: int | None = None,
    is_staff: bool = False,
) -> Answer:
    """204 once the events are counted; whether they were valid is not for the sender to know.

    `meta`, `read`, `host`: as read_beacon takes them.
    """
    try:
        sent = read_beacon(meta, read, host=host)
    except BeaconRefusedError as error:
        return Answer(error.status, f"{error}\n", {"Content-Type": "text/plain; charset=utf-8"})
    now = timezone.now()
    how = circumstances_in(
        meta, now=now, is_automated=sent.is_automated, member_pk=member_pk, is_staff=is_staff
    )
    visitor = Visitor(member_pk, how.address, how.user_agent)
    try:
        record_events(sent.tokens, visitor=visitor, circumstances=how, redis=events())
    except RedisError as error:
        logger.warning("A beacon was refused: %r", error)
        note_refused(len(sent.tokens), today=now.date(), cache=cache())
        return TRY_LATER
    return COUNTED
