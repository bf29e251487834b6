"""Posts as lists show them, read once by a web process for as long as nothing that a row shows has changed.

Most of what a list costs is to plan a query that joins five tables, to build it, and to make models of what it brings. So a
list asks for no more than which rows it has, and which versions of them: PostgreSQL names the version of each row. What it
shows of other rows, such as the name of an author, the log of changes tells (config.freshness).
"""

import time
from collections.abc import Hashable, Mapping
from typing import Any, Final, NamedTuple

from django.db.models import CharField, QuerySet, prefetch_related_objects
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL

from config import freshness
from config.bounded import Bounded
from config.freshness import REMEMBER_SECONDS, SITE
from config.prepared import is_one_of, prepared_models, prepared_rows
from feed import shown
from feed.models import Post
from feed.models.post_queryset import PostQuerySet

# About four and a half kilobytes each.
KEPT_ROWS: Final = 1_500
# Key and version of a post.
Name = tuple[int, str]


class Kept(NamedTuple):
    """`names`: of what it shows; `position`: in the log, before the row was read; `at`: seconds of a clock that only goes forward."""

    row: Post
    names: frozenset[str]
    position: int
    at: float


_kept: Bounded[Name, Kept] = Bounded(size=KEPT_ROWS)

# Where Django keeps what it has prefetched.
TAGS_KNOWN: Final = "_prefetched_objects_cache"
# Who wrote the row, and where it lies: another one after each change.
VERSION: Final = RawSQL('"feed_post".xmin::text || "feed_post".ctid::text', (), CharField())


def read_cards(posts: PostQuerySet) -> list[Post]:
    """The rows of `posts.with_cards()`, in their order; each reader's own, though what stands beside them is shared.

    In one small query, and one more for what is not known; where nobody follows the log of changes, in one large query.
    """
    position = freshness.position()
    if position is None:
        return list(posts.with_cards())
    named: dict[Name, dict[str, Any]] = {name: {} for name in posts.values_list("pk", VERSION)}
    return cards_named(named, position=position)


def usual_cards(posts: PostQuerySet, *, shape: Hashable) -> list[Post]:
    """As `read_cards`, of posts that are always asked for in the same words: the query is built for the first of each shape alone."""
    position = freshness.position()
    if position is None:
        return list(posts.with_cards())
    rows = prepared_rows(shape, lambda: posts.values("pk", row_version=VERSION))
    return cards_named({(row["pk"], row["row_version"]): {} for row in rows}, position=position)


def live_cards(pks: list[int]) -> list[Post]:
    """As `read_cards`, of those of these posts that are live, by queries that are built once."""
    position = freshness.position()
    rows = prepared_rows("live", _live_names, pks)
    return cards_named({(row["pk"], row["row_version"]): {} for row in rows}, position=position)


def _live_names(pks: int) -> QuerySet[Any, Any]:
    return Post.objects.live().filter(is_one_of(pks)).order_by().values("pk", row_version=VERSION)


def cards_named(named: Mapping[Name, Mapping[str, Any]], *, position: int | None) -> list[Post]:
    """As `read_cards`, of rows whose names have been asked for; each with what stands beside its name.

    `position`: in the log, before that was asked; None where nobody follows it.
    """
    rows = _rows(list(named), position=position)
    for (pk, _version), beside in named.items():
        if pk in rows:
            rows[pk].__dict__.update(beside)
    return list(rows.values())


def _rows(names: list[Name], *, position: int | None) -> dict[int, Post]:
    """By key, in their order; those that went meanwhile are left out."""
    if position is None:
        read = _read([pk for pk, _version in names])
        return {pk: read[pk] for pk, _version in names if pk in read}
    found = {name: row for name in names if (row := _recall(name))}
    missing = [name for name in names if name not in found]
    if missing:
        read = _read([pk for pk, _version in missing])
        for name in missing:
            if name[0] in read:
                found[name] = _keep(name, read[name[0]], position)
    return {name[0]: own(found[name]) for name in names if name in found}


def _read(pks: list[int]) -> dict[int, Post]:
    """By key."""
    rows = prepared_models("cards", _cards, pks)
    return {row.pk: row for row in rows}


def _cards(pks: int) -> PostQuerySet:
    return Post.objects.with_cards().filter(is_one_of(pks)).order_by()


def read_tagged_cards(posts: PostQuerySet) -> list[Post]:
    """As `read_cards`, each with its tags, in one query more for those whose tags are not known.

    An edit of the tags alone makes another version of the post, and a tag's own words touch the site.
    """
    rows = read_cards(posts.prefetch_related(None))
    unknown = [row for row in rows if TAGS_KNOWN not in row.__dict__]
    prefetch_related_objects(unknown, "tags")
    for row in unknown:
        known = _kept.get((row.pk, str(row.kept_as[1]))) if row.kept_as else None
        if known:
            known.row.__dict__[TAGS_KNOWN] = row.__dict__[TAGS_KNOWN].copy()
    return rows


def _recall(name: Name) -> Post | None:
    known = _kept.get(name)
    if known is None or time.monotonic() - known.at >= REMEMBER_SECONDS:
        return None
    return None if freshness.have_touched(known.names, since=known.position) else known.row


def _keep(name: Name, row: Post, position: int) -> Post:
    row.kept_as = (*name, position)
    names = frozenset((SITE, *shown.rows([row])))
    _kept[name] = Kept(row, names, position, time.monotonic())
    return row


def own(row: Post) -> Post:
    """A copy without what a reader adds to it."""
    mine = Post.__new__(Post)
    mine.__dict__.update(row.__dict__)
    mine._state = ModelState()
    mine._state.adding, mine._state.db = row._state.adding, row._state.db
    mine._state.fields_cache = row._state.fields_cache.copy()
    if TAGS_KNOWN in mine.__dict__:
        mine.__dict__[TAGS_KNOWN] = mine.__dict__[TAGS_KNOWN].copy()
    return mine
