"""Reading feeds leaves a trace: when the last visit ended, and which tab was open."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from feed.access import Visitor
from feed.models import Post, ReaderState, Reading
from feed.selectors.readers import Reader, as_reader, reader_of
from feed.services.for_you import forget_ranking, let_age

# Who has not looked at a feed for so long comes back for a new visit.
PAUSE: Final = timedelta(minutes=30)
# The last look is written no more often than this, so that paging through a feed writes once.
GRAIN: Final = timedelta(minutes=1)
# Of who keeps no history nothing is written; what was noted once stays.
FINISHED_SQL: Final = """
INSERT INTO feed_reading AS known (member_id, post_id, shown_count, read_at, finished_at)
SELECT member.id, post.id, 0, %(now)s, %(now)s FROM feed_post AS post, accounts_user AS member
WHERE post.id = %(post)s AND post.status = 'published' AND member.id = %(member)s
AND post.author_id <> member.id AND NOT EXISTS (
    SELECT 1 FROM feed_readerstate WHERE member_id = member.id AND NOT keeps_history
)
ON CONFLICT (member_id, post_id) DO UPDATE
SET finished_at = EXCLUDED.finished_at, read_at = coalesce(known.read_at, EXCLUDED.read_at)
WHERE known.finished_at IS NULL
"""
VIEWED_SQL: Final = FINISHED_SQL.replace("finished_at", "viewed_at")
# As many rows are deleted in one statement, so that nobody waits for a lock.
BATCH: Final = 5_000


def open_feed(
    visitor: Visitor, *, tab: str = "", now: datetime | None = None, known: Reader | None = None
) -> Reader:
    """Note that a visitor looks at a feed; of strangers nothing is kept.

    Args:
        tab: code of the front page's tab that the member chose, remembered for the next visit; "" elsewhere.
        known: the reader, where somebody has just asked.
    """
    if not visitor.is_authenticated:
        return Reader(visitor)
    now = now or timezone.now()
    reader = known or reader_of(visitor)
    is_late = reader.seen_at is None or now - reader.seen_at >= GRAIN
    if is_late or (tab and tab != reader.tab):
        looked = as_reader(visitor, _look(visitor, tab=tab, now=now))
        return replace(looked, shuns_nobody=reader.shuns_nobody, unread=reader.unread)
    return reader


@transaction.atomic
def _look(member: User, *, tab: str, now: datetime) -> ReaderState:
    """Move the clock of the visit on; the row is locked, so that two tabs at once begin one visit."""
    ReaderState.objects.get_or_create(member=member)
    state = ReaderState.objects.select_for_update().get(member=member)
    if state.seen_at is None or now - state.seen_at >= PAUSE:
        state.last_visit_at = state.seen_at
        state.visit_started_at = now
    state.seen_at = max(now, state.seen_at or now)
    state.tab = tab or state.tab
    state.save(update_fields=["tab", "seen_at", "visit_started_at", "last_visit_at"])
    return state


def remember_read(post: Post, *, visitor: Visitor, now: datetime | None = None) -> bool:
    """Note that a member opened a live post of another's, once; False where there is nothing to note.

    One statement, which writes nothing where it is noted already.
    """
    if not visitor.is_authenticated or not post.is_live or post.author_id == visitor.pk:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO feed_reading AS known (member_id, post_id, shown_count, read_at)
            SELECT %(member)s, %(post)s, 0, %(now)s WHERE NOT EXISTS (
                SELECT 1 FROM feed_reading WHERE member_id = %(member)s AND post_id = %(post)s AND read_at IS NOT NULL
            ) AND NOT EXISTS (
                SELECT 1 FROM feed_readerstate WHERE member_id = %(member)s AND NOT keeps_history
            )
            ON CONFLICT (member_id, post_id) DO UPDATE SET read_at = EXCLUDED.read_at WHERE known.read_at IS NULL
            """,
            {"post": post.pk, "member": visitor.pk, "now": now or timezone.now()},
        )
        is_first = bool(cursor.rowcount)
    if is_first:
        let_age(visitor.pk)
    return is_first


def remember_viewed(post_pk: int, *, member_pk: int, now: datetime) -> bool:
    """Note that counting found a member's view of a live post of another's valid, once; False where there is nothing to note."""
    return _remember_valid(VIEWED_SQL, post_pk, member_pk=member_pk, now=now)


def remember_finished(post_pk: int, *, member_pk: int, now: datetime) -> bool:
    """Note that a member read a live post of another's to its end, once; False where there is nothing to note."""
    is_first = _remember_valid(FINISHED_SQL, post_pk, member_pk=member_pk, now=now)
    if is_first:
        let_age(member_pk)
    return is_first


def _remember_valid(query: str, post_pk: int, *, member_pk: int, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, {"post": post_pk, "member": member_pk, "now": now})
        return bool(cursor.rowcount)


def remember_shown(posts: Iterable[Post], *, reader: Reader, now: datetime | None = None) -> int:
    """Note that For you showed these posts, once a visit; returns how many rows were written, 0 for who keeps no history."""
    pks = sorted(post.pk for post in posts)
    if reader.member is None or not reader.keeps_history or not pks:
        return 0
    now = now or timezone.now()
    began = reader.visit_started_at or now
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO feed_reading AS known (member_id, post_id, shown_count, shown_at)
            SELECT %s, post, 1, %s FROM unnest(%s::bigint[]) AS post
            ON CONFLICT (member_id, post_id) DO UPDATE
            SET shown_count = known.shown_count + 1, shown_at = EXCLUDED.shown_at
            WHERE known.shown_at IS NULL OR known.shown_at < %s
            """,
            [reader.member.pk, now, pks, began],
        )
        return int(cursor.rowcount)


def change_reading(member: User, *, languages: Iterable[str], keeps_history: bool) -> ReaderState:
    """What a member chose for his feeds. Who keeps no history any more has what was kept deleted."""
    state, _is_new = ReaderState.objects.update_or_create(
        member=member, defaults={"languages": sorted(languages), "keeps_history": keeps_history}
    )
    if not keeps_history:
        Reading.objects.filter(member=member).delete()
    forget_ranking(member)
    return state


def forget_readings(*, now: datetime) -> int:
    """Delete what members met last before settings.READING_KEPT; returns how many rows went, BATCH at a time."""
    met_at = Greatest("shown_at", "read_at")
    old = Reading.objects.alias(met_at=met_at).filter(met_at__lt=now - settings.READING_KEPT)
    gone = 0
    while pks := list(old.values_list("pk", flat=True)[:BATCH]):
        gone += Reading.objects.filter(pk__in=pks).delete()[0]
    return gone
