"""Totals that counting hands over."""

from collections.abc import Mapping

from django.db import connection

from feed import shown


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
