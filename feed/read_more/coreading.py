"""Which posts the same members read, made anew from what they read lately.

Only views that counting found valid count (no bots, no replays, no floods, not the author's own), of members who keep a
history, in the window of `PERIOD`; and a pair is kept only where at least `MIN_READERS`
of them read both: no row tells what one of them read. What everybody reads goes with everything, so the strength is
the cosine n(ab) / sqrt(n(a) n(b)), and pairs seen seldom are drawn towards 0 by n / (n + `DOUBT`).
Source: item-to-item collaborative filtering (Linden, Smith & York, IEEE Internet Computing 2003), with the shrinkage of
Bell & Koren, 2007.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

PERIOD: Final = timedelta(days=30)
MIN_READERS: Final = 5
DOUBT: Final = 10
# The latest readings of one member that are looked at: nobody's history weighs more, and no member makes a million pairs.
READINGS: Final = 100
KEPT: Final = 20
LOCK: Final = 0x636F7265
CO_READ_SQL: Final = """
WITH latest AS (
    SELECT member_id, post_id, row_number() OVER (PARTITION BY member_id ORDER BY viewed_at DESC) AS place
    FROM feed_reading WHERE viewed_at >= %(since)s
), read AS (
    SELECT latest.member_id, latest.post_id FROM latest
    JOIN accounts_user AS member ON member.id = latest.member_id
    JOIN feed_post AS post ON post.id = latest.post_id
    WHERE latest.place <= %(readings)s AND member.trust_level > 0 AND member.is_active
        AND post.status = 'published' AND post.author_id <> member.id
), popular AS (
    SELECT post_id, count(*) AS readers FROM read GROUP BY post_id HAVING count(*) >= %(fewest)s
), pairs AS (
    SELECT mine.post_id AS post_id, other.post_id AS other_id, count(*) AS readers
    FROM read AS mine JOIN read AS other ON other.member_id = mine.member_id AND other.post_id <> mine.post_id
    GROUP BY mine.post_id, other.post_id HAVING count(*) >= %(fewest)s
), weighed AS (
    SELECT pairs.*, pairs.readers / sqrt(mine.readers::float8 * other.readers)
        * pairs.readers / (pairs.readers + %(doubt)s) AS strength
    FROM pairs JOIN popular AS mine ON mine.post_id = pairs.post_id
    JOIN popular AS other ON other.post_id = pairs.other_id
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY post_id ORDER BY strength DESC, other_id DESC) AS place FROM weighed
)
INSERT INTO feed_coread (post_id, other_id, readers, strength)
SELECT post_id, other_id, readers, strength FROM ranked WHERE place <= %(kept)s
"""


@transaction.atomic
def refresh_co_reading(*, now: datetime) -> int:
    """Replace all pairs; returns how many there are. Who looks meanwhile sees the old ones."""
    named: dict[str, int | datetime] = {
        "since": now - PERIOD,
        "readings": READINGS,
        "fewest": MIN_READERS,
        "doubt": DOUBT,
        "kept": KEPT,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DELETE FROM feed_coread")
        cursor.execute(CO_READ_SQL, named)
        return int(cursor.rowcount)
