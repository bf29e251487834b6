"""Listings of posts: the front page, categories, tags, members, one's own."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from feed.models import Category, Post, Tag
from feed.models.post import PostQuerySet
from feed.selectors.pages import PAGE_SIZE, Order, Page, read_page


class Tab(StrEnum):
    """The ways to sort a listing."""

    LATEST = "latest"
    HOT = "hot"

    @property
    def label(self) -> Promise:
        return _("Latest") if self is Tab.LATEST else _("Hot")


LATEST: Final = Order("latest", "published_at")
HOT: Final = Order("hot", "hotness", float)
MINE: Final = Order("mine", "edited_at")
ORDERS: Final = {Tab.LATEST: LATEST, Tab.HOT: HOT}
# As many pinned posts stand on top of a page; more would push the news from the first screen.
MAX_PINNED: Final = 3


@dataclass(frozen=True)
class FrontPage:
    """A page of the front page's feed, led by the pinned posts and the featured post on the first one."""

    page: Page[Post]
    pinned: list[Post]
    featured: Post | None


@dataclass(frozen=True)
class CategoryPage:
    """A page of a category's feed, led by its pinned posts on the first one."""

    page: Page[Post]
    pinned: list[Post]


def front_page(*, tab: Tab, cursor: str | None) -> FrontPage:
    """The site's feed. Pinned posts stand on the first page and nowhere below; the newest featured one leads it."""
    posts = Post.objects.live()
    pinned = _pinned(posts)
    page = _page(_without(posts, pinned), tab=tab, scope="", cursor=cursor)
    if cursor:
        return FrontPage(page=page, pinned=[], featured=None)
    featured = _featured()
    if featured:
        page = replace(page, rows=[post for post in page.rows if post.pk != featured.pk])
        pinned = [post for post in pinned if post.pk != featured.pk]
    return FrontPage(page=page, pinned=pinned, featured=featured)


def category_page(category: Category, *, tab: Tab, cursor: str | None) -> CategoryPage:
    """The feed of a category. Pinned posts stand on the first page and nowhere below."""
    posts = Post.objects.live().in_category(category)
    pinned = _pinned(posts)
    page = _page(_without(posts, pinned), tab=tab, scope=f"c{category.pk}", cursor=cursor)
    return CategoryPage(page=page, pinned=[] if cursor else pinned)


def tag_page(tag: Tag, *, tab: Tab, cursor: str | None) -> Page[Post]:
    return _page(Post.objects.live().tagged(tag), tab=tab, scope=f"t{tag.pk}", cursor=cursor)


def member_page(member: User, *, cursor: str | None) -> Page[Post]:
    return _page(
        Post.objects.live().by(member),
        tab=Tab.LATEST,
        scope=f"m{member.pk}",
        cursor=cursor,
    )


def own_page(member: User, *, cursor: str | None) -> Page[Post]:
    """What a member wrote, in any state, last changed first."""
    return read_page(
        Post.objects.by(member).with_cards(), order=MINE, cursor=cursor, size=PAGE_SIZE
    )


def _page(posts: PostQuerySet, *, tab: Tab, scope: str, cursor: str | None) -> Page[Post]:
    order = ORDERS[tab]
    scoped = replace(order, name=f"{order.name}{scope}")
    return read_page(posts.with_cards(), order=scoped, cursor=cursor, size=PAGE_SIZE)


def _pinned(posts: PostQuerySet) -> list[Post]:
    return list(posts.pinned().with_cards().latest_first()[:MAX_PINNED])


def _without(posts: PostQuerySet, pinned: list[Post]) -> PostQuerySet:
    return posts.exclude(pk__in=[post.pk for post in pinned]) if pinned else posts


def _featured() -> Post | None:
    return Post.objects.live().filter(is_featured=True).with_cards().latest_first().first()
