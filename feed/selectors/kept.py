"""Posts as lists show them, read once by a web process for as long as nothing that a row shows has changed.

Most of what a list costs is to plan a query that joins five tables, to build it, and to make models of what it brings. So a
list asks for no more than which rows it has, and which versions of them: PostgreSQL names the version of each row. What it
shows of other rows, such as the name of an author, the log of changes tells (config.freshness).
"""

import time
from copy import copy
from typing import Final, NamedTuple

from django.db.models import CharField, prefetch_related_objects
from django.db.models.expressions import RawSQL

from config import freshness
from config.freshness import REMEMBER_SECONDS, SITE
from feed import shown
from feed.models import Post
from feed.models.post import PostQuerySet

# About three kilobytes each.
KEPT_ROWS: Final = 3_000
# Key and version of a post.
Name = tuple[int, str]


class Kept(NamedTuple):
    """`position`: in the log, before the row was read; `at`: seconds of a clock that only goes forward."""

    row: Post
    position: int
    at: float


_kept: dict[Name, Kept] = {}

# Who wrote the row, and where it lies: another one after each change.
VERSION: Final = RawSQL('"feed_post".xmin::text || "feed_post".ctid::text', (), CharField())


def read_cards(posts: PostQuerySet) -> list[Post]:
    """The rows of `posts.with_cards()`, in their order; each reader's own, though what stands beside them is shared.

    In one small query, and one more for what is not known; where nobody follows the log of changes, in one large query.
    """
    position = freshness.position()
    if position is None:
        return list(posts.with_cards())
    names: list[Name] = list(posts.values_list("pk", VERSION))
    found = {name: row for name in names if (row := _recall(name))}
    missing = [name for name in names if name not in found]
    if missing:
        read = Post.objects.with_cards().in_bulk([pk for pk, _version in missing])
        for name in missing:
            if name[0] in read:
                found[name] = _keep(name, read[name[0]], position)
    return [_own(found[name]) for name in names if name in found]


def read_tagged_cards(posts: PostQuerySet) -> list[Post]:
    """As `read_cards`, each with its tags, which are read each time: one query more."""
    rows = read_cards(posts.prefetch_related(None))
    prefetch_related_objects(rows, "tags")
    return rows


def _recall(name: Name) -> Post | None:
    known = _kept.get(name)
    if known is None or time.monotonic() - known.at >= REMEMBER_SECONDS:
        return None
    names = frozenset((SITE, *shown.rows([known.row])))
    return None if freshness.have_touched(names, since=known.position) else known.row


def _keep(name: Name, row: Post, position: int) -> Post:
    if len(_kept) >= KEPT_ROWS:
        _kept.clear()
    row.kept_as = (*name, position)
    _kept[name] = Kept(row, position, time.monotonic())
    return row


def _own(row: Post) -> Post:
    """A copy without what a reader adds to it."""
    own = Post.__new__(Post)
    own.__dict__.update(row.__dict__)
    own._state = copy(row._state)
    own._state.fields_cache = row._state.fields_cache.copy()
    return own
