"""The ranking of For you as it was made last, kept for a few minutes in Redis.

Key `feed:for-you:<member>`: JSON, a list of [post, points of each term…], best first; expires after KEPT_FOR.
Without Redis nothing is kept and each page is ranked anew.
"""

import json
from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from redis.exceptions import RedisError

from accounts.models import User
from config.redis import cache, key
from feed.ranking.for_you import TERMS, Ranked

# Long enough to page through it, short enough for a reader who comes back to find news.
KEPT_FOR: Final = timedelta(minutes=5)
# After an act of the member it may be older no longer than this.
FRESH_AFTER_ACT: Final = timedelta(seconds=50)


def recall(member: User) -> list[Ranked] | None:
    """None where nothing is kept, or by another table of terms."""
    try:
        kept = cache().get(_key(member.pk))
    except RedisError:
        return None
    rows = json.loads(kept) if kept else None
    if not rows or len(rows[0]) != 1 + len(TERMS):
        return None
    return [Ranked(pk, tuple(points)) for pk, *points in rows]


def keep(member: User, ranking: list[Ranked]) -> None:
    rows = json.dumps([[each.pk, *each.points] for each in ranking], separators=(",", ":"))
    try:
        cache().set(_key(member.pk), rows, ex=KEPT_FOR)
    except RedisError:
        return


def forget_ranking(member: User) -> None:
    """Rank anew at the next look, because the member follows or mutes otherwise from the commit on."""
    transaction.on_commit(partial(_delete, member.pk), robust=True)


def let_age(member: User) -> None:
    """Rank anew within a minute, because the member has read, kept or applauded something; nothing for who has no ranking."""
    transaction.on_commit(partial(_shorten, member.pk), robust=True)


def _shorten(member_pk: int) -> None:
    cache().expire(_key(member_pk), FRESH_AFTER_ACT, lt=True)


def _delete(member_pk: int) -> None:
    cache().delete(_key(member_pk))


def _key(member_pk: int) -> str:
    return key("feed", "for-you", member_pk)
