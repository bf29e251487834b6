"""Pages that list posts."""

from collections.abc import Callable, Hashable, Iterable
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from config.freshness import kept, shows
from feed import access, shown
from feed.models import Category, Post, Tag
from feed.selectors import feeds, head
from feed.selectors.choices import choice_about
from feed.selectors.feeds import Sort
from feed.selectors.pages import Page
from feed.selectors.readers import Reader
from feed.selectors.site import all_categories
from feed.selectors.tabs import USUAL_WINDOW, Tab, Window, filed_path, filed_tabs, windows
from feed.services.visiting import open_feed
from feed.templatetags.feed_frame import part_hole
from feed.views.lists import AFTER, cursor_of
from feed.views.sheets import (
    Sheet,
    anybody_like,
    filled,
    new_marks,
    own_sheet,
    printed,
    printed_part,
    shared_sheet,
)

VIEW: Final = "view"
CARDS: Final = "cards"
CHOICE: Final = "feed/_choice.html"


@kept(query=(AFTER,))
@require_safe
def category(
    request: HttpRequest, slug: str, tab: Tab = Tab.LATEST, window: Window = USUAL_WINDOW
) -> HttpResponse:
    reader, sort, cursor = _opened(request, tab, window)

    def make(asked: HttpRequest) -> Sheet:
        found = access.category_named(slug)
        feed = feeds.category_page(found, reader=reader, sort=sort, cursor=cursor)
        frame = _frame(asked, found, sort=sort, page=feed.page, cursor=cursor)
        context = {"page": feed.page, "pinned": feed.pinned, "category": found} | frame
        names = _names([*feed.page.rows, *feed.pinned], sort.tab) | {shown.category(found.pk)}
        pieces = printed(asked, "feed/feed.html", context)
        return Sheet(pieces, rows=tuple(feed.page.rows), names=names, about=found)

    return _filed(request, "category", make, reader=reader, is_shared=_is_shared(sort, cursor))


@kept(query=(AFTER, VIEW))
@require_safe
def tag(
    request: HttpRequest, slug: str, tab: Tab = Tab.LATEST, window: Window = USUAL_WINDOW
) -> HttpResponse:
    """As a calm list, or as cards where `view` says so."""
    reader, sort, cursor = _opened(request, tab, window)
    view = CARDS if request.GET.get(VIEW) == CARDS else ""

    def make(asked: HttpRequest) -> Sheet:
        found = access.tag_named(slug)
        page = feeds.tag_page(found, reader=reader, sort=sort, cursor=cursor)
        frame = _frame(asked, found, sort=sort, page=page, cursor=cursor)
        context = {"page": page, "tag": found, "view": view} | frame
        names = _names(page.rows, sort.tab) | {shown.POSTS}
        pieces = printed(asked, "feed/tag.html", context)
        return Sheet(pieces, rows=tuple(page.rows), names=names, about=found)

    return _filed(request, ("tag", view), make, reader=reader, is_shared=_is_shared(sort, cursor))


@kept()
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    found = all_categories()
    shows(request)
    context = {"categories": found, "head": head.categories_head(found)}
    return render(request, "feed/categories.html", context)


def _opened(request: HttpRequest, tab: Tab, window: Window) -> tuple[Reader, Sort, str | None]:
    """Who reads, how the list is sorted, and from where on."""
    sort = Sort(tab, timezone.now(), window if tab is Tab.TOP else Window.ALL)
    return open_feed(request.user), sort, cursor_of(request)


def _is_shared(sort: Sort, cursor: str | None) -> bool:
    """First pages are read most; Top depends on the clock."""
    return not cursor and sort.tab is not Tab.TOP


def _filed(
    request: HttpRequest,
    key: Hashable,
    make: Callable[[HttpRequest], Sheet],
    *,
    reader: Reader,
    is_shared: bool,
) -> HttpResponse:
    """The list of a category or tag, with what is this reader's own."""
    is_shared = is_shared and reader.reads_all
    sheet = shared_sheet(request, key, make) if is_shared else own_sheet(request, make)
    shows(request, sheet.names)
    own = dict(new_marks(sheet.rows, reader=reader))
    if reader.member and sheet.about:
        choice = {"choice": choice_about(sheet.about, visitor=reader.member)}
        own[part_hole(CHOICE)] = printed_part(anybody_like(request), CHOICE, choice)
    return filled(request, sheet.pieces, own=own, unread=reader.unread)


def _names(posts: Iterable[Post], tab: Tab) -> frozenset[str]:
    """A list by approval changes with each reaction."""
    order = [shown.HOT] if tab in (Tab.HOT, Tab.TOP) else []
    return frozenset((*order, *shown.rows(posts)))


def _frame(
    asked: HttpRequest, under: Category | Tag, *, sort: Sort, page: Page[Post], cursor: str | None
) -> dict[str, object]:
    """What stands around the list of a category or tag. Where members share it, nobody has chosen anything."""
    paths = [filed_path(under, Tab.TOP, window) for window in Window]
    visitor = asked.user if isinstance(asked.user, User) else AnonymousUser()
    return {
        "heading": under.name,
        "head": head.filed_head(page, under=under, sort=sort, cursor=cursor),
        "tabs": filed_tabs(under, sort.tab),
        "windows": windows(paths, sort.window) if sort.tab is Tab.TOP else [],
        "choice": choice_about(under, visitor=visitor),
    }
