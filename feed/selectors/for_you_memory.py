"""The ranking of For you as it was made last, kept for a while in Redis.

Key `feed:for-you:<member>`: JSON, {"at": seconds since 1970, "rows": [[post, points of each term…], …]}, best first;
expires after KEPT_FOR. Key `feed:for-you-asked:<member>`: exists while a worker is asked to make it anew; expires.
Without Redis nothing is kept and each page is ranked anew.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from redis.exceptions import RedisError

from config.redis import cache, key
from feed.ranking.for_you import TERMS, Ranked

# Long enough to page through it, short enough for a reader who comes back to find news.
KEPT_FOR: Final = timedelta(minutes=10)
# Older than this it is still shown, and a worker makes it anew for the next look.
FRESH_FOR: Final = timedelta(minutes=2)
# After an act of the member it may be older no longer than this, also where no worker works.
FRESH_AFTER_ACT: Final = timedelta(seconds=50)
# A lost message is sent again after this.
ASKED_FOR: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class Kept:
    """`rows`: best first; `made_at`: when."""

    rows: list[Ranked]
    made_at: datetime

    def is_old(self, now: datetime) -> bool:
        return now - self.made_at > FRESH_FOR


def recall(member_pk: int) -> Kept | None:
    """None where nothing is kept, or by another table of terms."""
    try:
        kept = cache().get(_key(member_pk))
    except RedisError:
        return None
    said = json.loads(kept) if kept else None
    if not isinstance(said, dict) or any(len(row) != 1 + len(TERMS) for row in said["rows"][:1]):
        return None
    rows = [Ranked(pk, tuple(points)) for pk, *points in said["rows"]]
    return Kept(rows, datetime.fromtimestamp(said["at"], UTC))


def keep(member_pk: int, ranking: list[Ranked], *, now: datetime) -> None:
    rows = [[each.pk, *each.points] for each in ranking]
    said = json.dumps({"at": now.timestamp(), "rows": rows}, separators=(",", ":"))
    try:
        cache().set(_key(member_pk), said, ex=KEPT_FOR)
    except RedisError:
        return


def forget(member_pk: int) -> bool:
    """False where there was nothing to forget."""
    return bool(cache().delete(_key(member_pk)))


def shorten(member_pk: int) -> bool:
    """Let it be gone FRESH_AFTER_ACT from now at the latest; False where there is nothing."""
    cache().expire(_key(member_pk), FRESH_AFTER_ACT, lt=True)
    return bool(cache().exists(_key(member_pk)))


def ask(member_pk: int) -> bool:
    """Note that a worker is asked; False if one is asked already."""
    return bool(cache().set(_asked_key(member_pk), "", nx=True, ex=ASKED_FOR))


def take_up(member_pk: int) -> None:
    """Note that a worker begins: what the member does from now on is another ask."""
    cache().delete(_asked_key(member_pk))


def _key(member_pk: int) -> str:
    return key("feed", "for-you", member_pk)


def _asked_key(member_pk: int) -> str:
    return key("feed", "for-you-asked", member_pk)
