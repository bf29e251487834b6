"""Where a post counts: stored totals of categories and tags follow its state."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F

from feed.models import Category, Post, Tag

Pks = frozenset[int]


@dataclass(frozen=True)
class Standing:
    """The categories (at most one) and tags in which a post counts at this moment; none while it is not live."""

    category_pks: Pks = frozenset()
    tag_pks: Pks = frozenset()


def standing_of(post: Post) -> Standing:
    """Read where `post` counts; its row should be locked."""
    if not post.is_live:
        return Standing()
    return Standing(
        category_pks=frozenset({post.category_id}),
        tag_pks=frozenset(post.tags.values_list("pk", flat=True)),
    )


def settle_counts(*, before: Standing, after: Standing) -> None:
    """Move a post's one from where it counted to where it counts; rows are locked in the order of their keys."""
    for pk, step in _steps(before.category_pks, after.category_pks):
        Category.objects.filter(pk=pk).update(post_count=F("post_count") + step)
    for pk, step in _steps(before.tag_pks, after.tag_pks):
        Tag.objects.filter(pk=pk).update(post_count=F("post_count") + step)


def settle_many(standings: Iterable[Standing]) -> None:
    """Count new posts where they stand: one statement for each category and tag, locked in the order of their keys."""
    categories: Counter[int] = Counter()
    tags: Counter[int] = Counter()
    for each in standings:
        categories.update(each.category_pks)
        tags.update(each.tag_pks)
    for pk, count in sorted(categories.items()):
        Category.objects.filter(pk=pk).update(post_count=F("post_count") + count)
    for pk, count in sorted(tags.items()):
        Tag.objects.filter(pk=pk).update(post_count=F("post_count") + count)


def _steps(before: Pks, after: Pks) -> Iterator[tuple[int, int]]:
    for pk in sorted(before ^ after):
        yield pk, 1 if pk in after else -1
