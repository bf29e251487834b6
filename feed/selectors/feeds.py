"""Listings of posts: the front page, categories, tags, members, one's own."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from accounts.models import User
from config.shared import Shared
from feed import shown
from feed.models import Category, Post, Tag
from feed.models.post_queryset import PostQuerySet
from feed.selectors.kept import own, read_cards, usual_cards
from feed.selectors.pages import PAGE_SIZE, Order, Page, page_of, read_page
from feed.selectors.readers import Reader
from feed.selectors.spreading import Groups, by_author, by_author_and_category, read_spread_page
from feed.selectors.tabs import Tab, Window

LATEST: Final = Order("latest", "published_at")
HOT: Final = Order("hot", "hotness", float)
TOP: Final = Order("top", "score", float)
MINE: Final = Order("mine", "edited_at")
FOLLOWING: Final = Order("following", "published_at")
# As many pinned posts stand on top of a page; more would push the news from the first screen.
MAX_PINNED: Final = 3
# About twenty rows each, which feed.selectors.kept keeps in any case.
_fronts: Shared["FrontPage"] = Shared(size=50)


@dataclass(frozen=True)
class Sort:
    """How a listing is sorted. `window`: how far Top looks back from `now`; without meaning elsewhere."""

    tab: Tab
    now: datetime
    window: Window = Window.ALL


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


def front_page(*, reader: Reader, sort: Sort, cursor: str | None) -> FrontPage:
    """The site's feed. Pinned posts stand on the first page and nowhere below; the newest featured one leads it.

    Readers who mute nothing see what strangers see, which is read once for all of them; Top depends on the clock.
    """
    if sort.tab is Tab.TOP or not reader.reads_all:
        return _front_page(reader.posts(), sort=sort, cursor=cursor)
    live, is_usual = Post.objects.live(), sort.tab is Tab.LATEST and not cursor
    found = _fronts.get(
        (sort.tab, cursor),
        lambda: _latest_front() if is_usual else _front_page(live, sort=sort, cursor=cursor),
        names=_names,
    )
    page = replace(found.page, rows=[own(post) for post in found.page.rows])
    featured = found.featured and own(found.featured)
    return FrontPage(page=page, pinned=[own(post) for post in found.pinned], featured=featured)


def _names(front: FrontPage) -> list[str]:
    featured = [front.featured] if front.featured else []
    return [shown.POSTS, shown.HOT, *shown.rows([*front.page.rows, *front.pinned, *featured])]


def _front_page(posts: PostQuerySet, *, sort: Sort, cursor: str | None) -> FrontPage:
    if sort.tab is Tab.TOP:
        page = _page(posts, sort=sort, scope="", cursor=cursor, groups=by_author_and_category)
        return FrontPage(page=page, pinned=[], featured=None)
    pinned = _pinned(posts)
    listed = _without(posts, pinned)
    page = _page(listed, sort=sort, scope="", cursor=cursor, groups=by_author_and_category)
    if cursor:
        return FrontPage(page=page, pinned=[], featured=None)
    return _led(page, pinned=pinned, featured=_featured(posts))


def _latest_front() -> FrontPage:
    """The first page of what is newest, as `_front_page` answers it to strangers: three questions that are always the same."""
    posts = Post.objects.live().latest_first()
    pinned = usual_cards(posts.pinned()[:MAX_PINNED], shape="front: pinned")
    featured = usual_cards(posts.filter(is_featured=True)[:1], shape="front: featured")
    rows = usual_cards(posts[: PAGE_SIZE + 1 + MAX_PINNED], shape="front: latest")
    on_top = {post.pk for post in pinned}
    listed = [post for post in rows if post.pk not in on_top][: PAGE_SIZE + 1]
    page = page_of(listed, order=_scoped(LATEST, ""), place=None)
    return _led(page, pinned=pinned, featured=next(iter(featured), None))


def _led(page: Page[Post], *, pinned: list[Post], featured: Post | None) -> FrontPage:
    """What leads the page stands nowhere else on it."""
    if featured:
        page = replace(page, rows=[post for post in page.rows if post.pk != featured.pk])
        pinned = [post for post in pinned if post.pk != featured.pk]
    return FrontPage(page=page, pinned=pinned, featured=featured)


def category_page(
    category: Category, *, reader: Reader, sort: Sort, cursor: str | None
) -> CategoryPage:
    """The feed of a category. Pinned posts stand on the first page and nowhere below."""
    posts = reader.posts().in_category(category)
    pinned = [] if sort.tab is Tab.TOP else _pinned(posts)
    listed = _without(posts, pinned)
    page = _page(listed, sort=sort, scope=f"c{category.pk}", cursor=cursor, groups=by_author)
    return CategoryPage(page=page, pinned=[] if cursor else pinned)


def tag_page(tag: Tag, *, reader: Reader, sort: Sort, cursor: str | None) -> Page[Post]:
    posts = reader.posts().tagged(tag)
    scope = f"t{tag.pk}"
    return _page(posts, sort=sort, scope=scope, cursor=cursor, groups=by_author_and_category)


def following_page(member: User, *, reader: Reader, cursor: str | None) -> Page[Post]:
    """What is published by whom, in what and under what a member follows, newest first."""
    posts = reader.posts().followed_by(member).exclude(author=member)
    order = _scoped(FOLLOWING, f"m{member.pk}")
    return read_page(posts, order=order, cursor=cursor, read=read_cards)


def member_page(member: User, *, reader: Reader, cursor: str | None) -> Page[Post]:
    """What a member published in any language, newest first."""
    posts = Post.objects.live().by(member).wanted_by(reader.visitor)
    order = _scoped(LATEST, f"m{member.pk}")
    return read_page(posts, order=order, cursor=cursor, read=read_cards)


def own_page(member: User, *, cursor: str | None) -> Page[Post]:
    """What a member wrote, in any state, last changed first."""
    return read_page(
        Post.objects.by(member).with_cards(), order=MINE, cursor=cursor, size=PAGE_SIZE
    )


def _page(
    posts: PostQuerySet, *, sort: Sort, scope: str, cursor: str | None, groups: Groups
) -> Page[Post]:
    """One page under one tab; the name of its order tells every list apart from every other."""
    match sort.tab:
        case Tab.HOT:
            order = _scoped(HOT, scope)
            return read_spread_page(posts, order=order, cursor=cursor, groups=groups)
        case Tab.TOP:
            order = _scoped(TOP, f"{sort.window}{scope}")
            since = sort.window.begins_at(sort.now)
            return read_page(posts.since(since), order=order, cursor=cursor, read=read_cards)
        case _:
            order = _scoped(LATEST, scope)
            return read_page(posts, order=order, cursor=cursor, read=read_cards)


def _scoped(order: Order, scope: str) -> Order:
    return replace(order, name=f"{order.name}{scope}")


def _pinned(posts: PostQuerySet) -> list[Post]:
    return read_cards(posts.pinned().latest_first()[:MAX_PINNED])


def _without(posts: PostQuerySet, pinned: list[Post]) -> PostQuerySet:
    return posts.exclude(pk__in=[post.pk for post in pinned]) if pinned else posts


def _featured(posts: PostQuerySet) -> Post | None:
    return next(iter(read_cards(posts.filter(is_featured=True).latest_first()[:1])), None)
