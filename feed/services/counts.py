"""Totals that are kept beside the rows."""

from collections.abc import Mapping

from django.db import connection, transaction

from config.redis import cache
from feed import shown
from feed.selectors.fresh import published_key


def add_views(views: Mapping[int, int]) -> None:
    """Add drained views to their posts, by primary key; posts that are gone are passed over.

    Runs inside the drain's transaction; rows are locked in the order of their keys.
    """
    pks = sorted(views)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE feed_post SET view_count = view_count + drained.views
            FROM (
                SELECT post.id, given.views
                FROM unnest(%s::bigint[], %s::integer[]) AS given (id, views)
                JOIN feed_post AS post USING (id) ORDER BY post.id FOR UPDATE OF post
            ) AS drained
            WHERE feed_post.id = drained.id
            """,
            [pks, [views[pk] for pk in pks]],
        )
    shown.tell_changed(*pks)


def count_published() -> None:
    """One more post was published for the first time; told after the commit, and a lost count costs a reader a reload."""
    transaction.on_commit(_increment_published, robust=True)


def _increment_published() -> None:
    cache().incr(published_key())
