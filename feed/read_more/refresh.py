"""The engine's door: brings the features and the lists of single posts up to date.

Every function may run twice and at once: a list is replaced whole under a lock on its post, and `read_more_due` is
cleared in the transaction that writes it, so an edit that comes meanwhile waits for the row and sets it again.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from feed.models import Post, PostFeatures, PostVector, ReadMoreList
from feed.read_more import encoding, rebuild
from feed.read_more.building import Lists, build_lists
from feed.read_more.engine import Recommendation
from feed.read_more.features import refresh_features, stale_posts
from feed.read_more.lists import MAX_AGE, SHOWN

BATCH: Final = 50
# A worker that builds neighbours for longer than this was killed.
LEFT_AFTER: Final = timedelta(seconds=30)
# Some ten thousand lists: minutes of work, well within the time that a task has.
RUN_CHUNKS: Final = 100


def refresh_post(post_pk: int, *, now: datetime | None = None) -> None:
    """Read one post, build its list, and those of the neighbours that it enters; a post that is gone leaves."""
    now = now or timezone.now()
    refresh_features(post_pk, now=now)
    encoding.encode_post(post_pk)
    refresh_with_neighbours(post_pk, now=now)


def refresh_with_neighbours(post_pk: int, *, now: datetime) -> None:
    """Build the list of a post that has been read, then the lists that it enters.

    Between the two the row says what is left, so that the sweeper goes on for a worker that was killed.
    """
    built = refresh_list(post_pk, now=now, is_to_spread=True)
    if built is not None:
        spread(post_pk, built, now=now)


@transaction.atomic
def spread(post_pk: int, built: Lists, *, now: datetime) -> None:
    """Build the lists that the post of a list just built enters. Locks them and its own in the order of their keys."""
    entered = entered_lists(post_pk, built)
    _lock_lists([post_pk, *entered])
    live = Post.objects.live().filter(pk__in=entered).values_list("pk", flat=True)
    build_lists(list(live), now=now)
    # Who has built it since then has its neighbours to build too, and clears the mark.
    ReadMoreList.objects.filter(pk=post_pk, built_at=now).update(neighbours_due=False)


@transaction.atomic
def refresh_list(post_pk: int, *, now: datetime, is_to_spread: bool = False) -> Lists | None:
    """Build the list of one post; None for a post that is not live, which is taken out of the search.

    `is_to_spread`: mark the list, in the same transaction, as one whose neighbours are still to be built.
    """
    posts = Post.objects.select_for_update(of=("self",), no_key=True).filter(pk=post_pk)
    post = posts.only("pk", "status", "read_more_due").first()
    if post is None:
        return None
    if post.read_more_due:
        posts.update(read_more_due=False)
    if not post.is_live:
        PostVector.objects.filter(post=post_pk).delete()
        PostFeatures.objects.filter(post=post_pk).update(encoder="")
        return None
    built = build_lists([post_pk], now=now)
    if is_to_spread:
        ReadMoreList.objects.filter(pk=post_pk).update(neighbours_due=True)
    return built


@transaction.atomic
def refresh_neighbours(pks: Collection[int], *, now: datetime) -> None:
    """Build lists of several posts together. Their lists are locked, not the posts, so that authors need not wait."""
    _lock_lists(pks)
    live = Post.objects.live().filter(pk__in=pks).values_list("pk", flat=True)
    build_lists(list(live), now=now)


def _lock_lists(pks: Collection[int]) -> None:
    list(ReadMoreList.objects.select_for_update().filter(pk__in=pks).order_by("pk").values("pk"))


def entered_lists(post_pk: int, built: Lists) -> list[int]:
    """Neighbours in whose lists the post would be shown: they have room, or it beats what is shown last."""
    found = {one.pk: one for one in built.get(post_pk, ())}
    stored = ReadMoreList.objects.in_bulk(found)
    return [
        pk
        for pk, one in found.items()
        if pk not in stored or _enters(post_pk, one, stored[pk].items)
    ]


def _enters(post_pk: int, mine: Recommendation, items: list[dict[str, object]]) -> bool:
    """Likeness is the same both ways; what is new is as fresh as can be, so it is measured without ageing."""
    if any(item["post"] == post_pk for item in items) or len(items) < SHOWN:
        return True
    weakest = items[SHOWN - 1]["score"]
    return isinstance(weakest, float) and mine.parts["likeness"] > weakest


def refresh_due(*, now: datetime | None = None, dice: Random | None = None) -> int:
    """Do what a lost message left undone, at most `BATCH` posts; returns how many were found.

    `dice`: in what order, so that two who sweep at once share the work rather than do it twice.
    """
    now = now or timezone.now()
    pks = _due_pks(now=now)
    (dice or Random()).shuffle(pks)  # noqa: S311  (nothing is kept secret by it)
    for pk in pks:
        if _due_pks(now=now, only=pk):
            refresh_post(pk, now=now)
    return len(pks)


def _due_pks(*, now: datetime, only: int | None = None) -> list[int]:
    """Posts with something to do, at most `BATCH`; `only`: this one, if it is among them."""
    left = ReadMoreList.objects.filter(neighbours_due=True, built_at__lt=now - LEFT_AFTER)
    wanted = (Post.objects.filter(read_more_due=True), stale_posts(), left.filter(post__in=Post.objects.live()))  # fmt: skip
    found: dict[int, None] = {}
    for rows in wanted:
        mine = rows if only is None else rows.filter(pk=only)
        found |= dict.fromkeys(mine.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return list(found)[:BATCH]


def refresh_unread(*, now: datetime | None = None) -> int:
    """Let the wanted encoder read on, and take over when it has read everything; returns how many posts."""
    now = now or timezone.now()
    pks = encoding.encode_unread()
    for pk in pks:
        refresh_list(pk, now=now)
    encoding.switch_when_read(now=now)
    encoding.forget_old_vectors()
    return len(pks)


def refresh_aged(*, now: datetime | None = None) -> int:
    """Build lists older than `MAX_AGE` again, oldest first, at most `BATCH`; returns how many."""
    now = now or timezone.now()
    aged = ReadMoreList.objects.filter(
        built_at__lt=now - MAX_AGE, post__status="published"
    ).order_by("built_at")
    pks = list(aged.values_list("pk", flat=True)[:BATCH])
    refresh_neighbours(pks, now=now)
    return len(pks)


def refresh_all(*, now: datetime | None = None) -> int:
    """Build all lists of a small site from the words alone; vectors come from the workers. Returns how many."""
    now = now or timezone.now()
    pks = list(Post.objects.live().order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        refresh_features(pk, now=now)
    with transaction.atomic():
        build_lists(pks, now=now)
    Post.objects.filter(read_more_due=True).update(read_more_due=False)
    return len(pks)


def continue_run(run_pk: int | None = None) -> int:
    """Build chunks of the unfinished run, at most `RUN_CHUNKS`; returns how many lists.

    `run_pk`: only if it is still that run.
    """
    run = rebuild.unfinished_run()
    if run is None or run_pk not in (None, run.pk):
        return 0
    built = 0
    for _ in range(RUN_CHUNKS):
        found = rebuild.build_chunk(run, now=timezone.now())
        if not found:
            rebuild.finish_when_done(run, now=timezone.now())
            break
        built += found
    return built
