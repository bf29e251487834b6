"""Keyset pages on which no author or category fills the screen: rows that step back wait in the cursor."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Final

from feed.models import Post
from feed.models.post_queryset import PostQuerySet
from feed.ranking.spread import spread
from feed.selectors.kept import read_cards
from feed.selectors.pages import PAGE_SIZE, Cursor, Order, Page, beyond

# How far down the list is looked for something else to put between.
WINDOW: Final = 3 * PAGE_SIZE

Groups = Callable[[Post], tuple[Hashable, ...]]


def by_author(post: Post) -> tuple[Hashable, ...]:
    return (post.author_id,)


def by_author_and_category(post: Post) -> tuple[Hashable, ...]:
    return post.author_id, post.category_id


def read_spread_page(
    posts: PostQuerySet, *, order: Order, cursor: str | None, groups: Groups
) -> Page[Post]:
    """One page, in one list of rows, two where some wait. Forward only: the way back is that of the browser.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list.
    """
    place = Cursor.parse(cursor, order=order) if cursor else None
    ordered = posts.order_by(*order.newest_first)
    waiting = read_cards(ordered.filter(pk__in=place.waiting)) if place and place.waiting else []
    below = ordered.filter(beyond(replace(place, is_backward=False), order)) if place else ordered
    pool = [*waiting, *read_cards(below[: WINDOW - len(waiting)])]
    shown = spread(pool, size=PAGE_SIZE, groups=groups)
    return Page(
        rows=shown,
        next_cursor=_next_cursor(pool, shown, order=order, place=place, waited=len(waiting)),
        is_one_way=place is not None,
    )


def _next_cursor(
    pool: list[Post], shown: list[Post], *, order: Order, place: Cursor | None, waited: int
) -> str | None:
    """Beside the lowest row that is shown; what stands above it and is not shown waits. None at the end."""
    taken = {post.pk for post in shown}
    if len(taken) == len(pool):
        return None
    lowest = max((number for number, post in enumerate(pool) if post.pk in taken), default=0)
    waiting = tuple(post.pk for post in pool[: max(lowest + 1, waited)] if post.pk not in taken)
    if lowest < waited and place is not None:
        return str(replace(place, is_backward=False, waiting=waiting))
    return str(
        Cursor(order.name, getattr(pool[lowest], order.field), pool[lowest].pk, waiting=waiting)
    )
