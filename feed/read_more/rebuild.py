"""Building all lists anew, in chunks that any number of workers take side by side.

The rows say what is left: a list is to be done while it was built before the run began. A worker takes a chunk with
`FOR UPDATE SKIP LOCKED`, builds it and commits: whoever is killed meanwhile has done nothing, and another one takes
the chunk again. Nothing is done twice, because what is done is no longer old.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from feed.models import Post, ReadMoreList, ReadMoreRun

CHUNK: Final = 100
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Progress:
    """Lists of live posts: `done` of `total`."""

    done: int
    total: int


def open_run(*, now: datetime) -> ReadMoreRun:
    """The unfinished run, or a new one; two callers at once get the same."""
    run = ReadMoreRun.objects.filter(finished_at=None).first()
    if run is None:
        try:
            with transaction.atomic():
                run = ReadMoreRun.objects.create(started_at=now)
        except IntegrityError:
            run = ReadMoreRun.objects.get(finished_at=None)
    _add_missing()
    return run


def unfinished_run() -> ReadMoreRun | None:
    return ReadMoreRun.objects.filter(finished_at=None).first()


@transaction.atomic
def build_chunk(run: ReadMoreRun, *, now: datetime, size: int = CHUNK) -> int:
    """Build the lists that wait longest and that nobody else has taken; returns how many, 0 when none is left to take."""
    from feed.read_more.building import (
        build_lists,
        store,
    )  # with numpy, which those who only ask do not need

    old = ReadMoreList.objects.filter(built_at__lt=run.started_at).order_by("built_at", "pk")
    pks = list(
        old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:size]
    )
    if not pks:
        return 0
    live = list(Post.objects.live().filter(pk__in=pks).values_list("pk", flat=True))
    build_lists(live, now=now)
    store({pk: [] for pk in set(pks) - set(live)}, encoder="", now=now)
    return len(pks)


def progress(run: ReadMoreRun) -> Progress:
    """How far the run is; what was published after it began counts as done."""
    total = ReadMoreList.objects.count()
    left = ReadMoreList.objects.filter(built_at__lt=run.started_at).count()
    return Progress(total - left, total)


def finish_when_done(run: ReadMoreRun, *, now: datetime) -> bool:
    """Close the run if no old list is left, locked or not."""
    if ReadMoreList.objects.filter(built_at__lt=run.started_at).exists():
        return False
    ReadMoreRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=now)
    return True


def _add_missing() -> None:
    """Give each live post without a list an empty old one, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO feed_readmorelist (post_id, items, recommended, engine, built_at)
            SELECT id, '[]', '{}', '', %s FROM feed_post WHERE status = 'published'
            ON CONFLICT DO NOTHING
            """,
            [NEVER],
        )
