"""Pages that list posts."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

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
from feed.views.lists import AFTER, cursor_of, shows_order

VIEW: Final = "view"
CARDS: Final = "cards"


@kept(query=(AFTER,))
@require_safe
def category(
    request: HttpRequest, slug: str, tab: Tab = Tab.LATEST, window: Window = USUAL_WINDOW
) -> HttpResponse:
    found = access.category_named(slug)
    reader, sort, cursor = _opened(request, tab, window)
    feed = feeds.category_page(found, reader=reader, sort=sort, cursor=cursor)
    shows(request, shown.category(found.pk), shown.rows([*feed.page.rows, *feed.pinned]))
    shows_order(request, sort.tab)
    context = {
        "page": feed.page,
        "pinned": feed.pinned,
        "category": found,
        "new_pks": reader.new_among(feed.page.rows),
    }
    frame = _frame(request, found, sort=sort, page=feed.page)
    return render(request, "feed/feed.html", context | frame)


@kept(query=(AFTER, VIEW))
@require_safe
def tag(
    request: HttpRequest, slug: str, tab: Tab = Tab.LATEST, window: Window = USUAL_WINDOW
) -> HttpResponse:
    """As a calm list, or as cards where `view` says so."""
    found = access.tag_named(slug)
    reader, sort, cursor = _opened(request, tab, window)
    page = feeds.tag_page(found, reader=reader, sort=sort, cursor=cursor)
    shows(request, shown.POSTS, shown.rows(page.rows))
    shows_order(request, sort.tab)
    context = {
        "page": page,
        "tag": found,
        "view": CARDS if request.GET.get(VIEW) == CARDS else "",
        "new_pks": reader.new_among(page.rows),
    }
    return render(request, "feed/tag.html", context | _frame(request, found, sort=sort, page=page))


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


def _frame(
    request: HttpRequest, under: Category | Tag, *, sort: Sort, page: Page[Post]
) -> dict[str, object]:
    """What stands around the list of a category or tag."""
    paths = [filed_path(under, Tab.TOP, window) for window in Window]
    return {
        "heading": under.name,
        "head": head.filed_head(page, under=under, sort=sort, cursor=cursor_of(request)),
        "tabs": filed_tabs(under, sort.tab),
        "windows": windows(paths, sort.window) if sort.tab is Tab.TOP else [],
        "choice": choice_about(under, visitor=request.user),
    }
