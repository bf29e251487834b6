"""The engine's door: reads features, asks the engine, stores lists.

Every function may run twice and at once: a list is replaced whole, and `read_more_due` is cleared in the
transaction that writes it, so an edit that comes meanwhile waits for the row and sets it again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from feed import shown
from feed.models import Post, ReadMoreList
from feed.read_more.lexical import NAME, Document, Pool, Recommendation, term_weight

# The pool for one post: what is new, and what shares its words, however old.
NEWEST: Final = 300
MATCHING: Final = 100
QUERY_TERMS: Final = 24
MAX_AGE: Final = timedelta(days=1)
BATCH: Final = 50


def refresh_post(post_pk: int, *, now: datetime | None = None) -> None:
    """Build the list of one live post, and those of the posts it recommends, where it may now belong."""
    now = now or timezone.now()
    with transaction.atomic():
        if not Post.objects.live().filter(pk=post_pk).update(read_more_due=False):
            Post.objects.filter(pk=post_pk).update(read_more_due=False)
            return
        pool = Pool(_documents(_pool_pks(post_pk)))
        found = pool.recommend(post_pk, now=now)
        _store({post_pk: found}, now)
    for neighbour in found:
        with transaction.atomic():
            _store({neighbour.pk: pool.recommend(neighbour.pk, now=now)}, now)


def refresh_due(*, now: datetime | None = None) -> int:
    """Build lists that are marked as due, at most `BATCH`; returns how many."""
    pks = list(
        Post.objects.filter(read_more_due=True).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    for pk in pks:
        refresh_post(pk, now=now)
    return len(pks)


def refresh_aged(*, now: datetime | None = None) -> int:
    """Build lists older than `MAX_AGE` again, oldest first, at most `BATCH`; returns how many."""
    now = now or timezone.now()
    aged = ReadMoreList.objects.filter(
        built_at__lt=now - MAX_AGE, post__status="published"
    ).order_by("built_at")
    pks = list(aged.values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        refresh_post(pk, now=now)
    return len(pks)


def refresh_all(*, now: datetime | None = None) -> int:
    """Build the lists of a small site in one pass over all posts in memory; returns how many."""
    now = now or timezone.now()
    live = Post.objects.live().values_list("language", "pk")
    by_language: dict[str, list[int]] = defaultdict(list)
    for language, pk in live:
        by_language[language].append(pk)
    for pks in by_language.values():
        pool = Pool(_documents(pks))
        with transaction.atomic():
            _store({pk: pool.recommend(pk, now=now) for pk in pks}, now)
    Post.objects.filter(read_more_due=True).update(read_more_due=False)
    return sum(map(len, by_language.values()))


def _store(lists: dict[int, list[Recommendation]], now: datetime) -> None:
    rows = [
        ReadMoreList(
            post_id=pk,
            engine=NAME,
            built_at=now,
            items=[{"post": item.pk, "score": item.score, "shared": item.shared} for item in items],
        )
        for pk, items in sorted(lists.items())
    ]
    ReadMoreList.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["items", "engine", "built_at"],
    )
    shown.tell_changed(*lists)


def _pool_pks(post_pk: int) -> list[int]:
    """The post itself, the newest live posts in its language, and the best matches for its heaviest stems."""
    [document] = _documents([post_pk])
    heaviest = sorted(document.terms, key=lambda term: (-document.terms[term], term))[:QUERY_TERMS]
    query = " | ".join(f"'{_quoted(term)}'" for term in heaviest) or "''"
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH origin AS (SELECT language FROM feed_post WHERE id = %(pk)s),
            live AS (SELECT * FROM feed_post WHERE status = 'published' AND language = (TABLE origin)),
            newest AS (SELECT id FROM live ORDER BY published_at DESC, id DESC LIMIT %(newest)s),
            matching AS (
                SELECT id FROM live WHERE search @@ %(query)s::tsquery
                ORDER BY ts_rank(search, %(query)s::tsquery) DESC, id DESC LIMIT %(matching)s
            )
            SELECT id FROM newest UNION SELECT id FROM matching UNION SELECT %(pk)s
            """,
            {"pk": post_pk, "newest": NEWEST, "matching": MATCHING, "query": query},
        )
        return [pk for (pk,) in cursor.fetchall()]


def _quoted(stem: str) -> str:
    return stem.replace("\\", "\\\\").replace("'", "''")


def _documents(pks: Sequence[int]) -> Iterable[Document]:
    terms: dict[int, dict[str, float]] = {pk: {} for pk in pks}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT post.id, word.lexeme, cardinality(word.positions), 'A' = ANY(word.weights)
            FROM feed_post AS post, unnest(post.search) AS word WHERE post.id = ANY(%s)
            """,
            [list(pks)],
        )
        for pk, lexeme, occurrences, is_in_title in cursor.fetchall():
            terms[pk][lexeme] = term_weight(occurrences=occurrences, is_in_title=is_in_title)
    rows = Post.objects.filter(pk__in=pks).values_list(
        "pk", "author_id", "published_at", "created_at"
    )
    return [
        Document(pk, author_pk, published_at or created_at, terms[pk])
        for pk, author_pk, published_at, created_at in rows
    ]
