"""The front page under each of its tabs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from config.prepared import asks_ahead
from feed import shown
from feed.selectors import feeds, head
from feed.selectors.feeds import FrontPage, Sort
from feed.selectors.for_you import for_you_page
from feed.selectors.fresh import published_total
from feed.selectors.readers import Reader, reader_of, reader_question
from feed.selectors.tabs import USUAL_WINDOW, Tab, Window, front_path, front_tabs, windows
from feed.services.for_you import renew
from feed.services.visiting import open_feed, remember_shown
from feed.views.lists import AFTER, cursor_of
from feed.views.sheets import Sheet, filled, new_marks, own_sheet, printed, shared_sheet


@kept(query=(AFTER,))
@asks_ahead(lambda **_named: reader_question())
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Latest; a member who chose another tab the last time is led to that one."""
    reader = reader_of(request.user)
    if reader.tab not in ("", Tab.LATEST) and not cursor_of(request):
        return redirect(front_path(Tab(reader.tab)))
    return _public(request, Tab.LATEST, reader=reader)


@never_cache
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Latest, for a member who has another tab open so far; for all others that is the front page."""
    if not request.user.is_authenticated:
        return redirect("feed:latest")
    open_feed(request.user, tab=Tab.LATEST)
    return redirect("feed:latest")


@kept(query=(AFTER,))
@asks_ahead(lambda **_named: reader_question())
@require_safe
def hot(request: HttpRequest) -> HttpResponse:
    return _public(request, Tab.HOT)


@kept(query=(AFTER,))
@asks_ahead(lambda **_named: reader_question())
@require_safe
def top(request: HttpRequest, window: Window = USUAL_WINDOW) -> HttpResponse:
    return _public(request, Tab.TOP, window)


@kept()
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """What is new of whom and what a member follows."""
    reader = open_feed(request.user, tab=Tab.FOLLOWING)
    if reader.member is None:
        return _invite(request, Tab.FOLLOWING)
    page = feeds.following_page(reader.member, reader=reader, cursor=cursor_of(request))
    context = {"page": page, "new_pks": reader.new_among(page.rows)}
    return render(request, "feed/following.html", context | _frame(request, Tab.FOLLOWING))


@kept()
@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    """What a member is likely to want to read, each with its receipt."""
    reader = open_feed(request.user, tab=Tab.FOR_YOU)
    if reader.member is None:
        return _invite(request, Tab.FOR_YOU)
    cursor = cursor_of(request)
    ranked = for_you_page(reader.member, reader=reader, cursor=cursor, now=timezone.now())
    remember_shown(ranked.page.rows, reader=reader)
    if ranked.is_old:
        renew(reader.member)
    context = {
        "items": ranked.items,
        "page": ranked.page,
        "new_pks": reader.new_among(ranked.page.rows),
    }
    return render(request, "feed/for_you.html", context | _frame(request, Tab.FOR_YOU))


def _public(
    request: HttpRequest, tab: Tab, window: Window = Window.ALL, *, reader: Reader | None = None
) -> HttpResponse:
    """A tab that strangers see too; their pages are the same for all of them."""
    cursor = cursor_of(request)
    reader = open_feed(request.user, tab=tab, known=reader)
    sort = Sort(tab, timezone.now(), window)

    def make(asked: HttpRequest) -> Sheet:
        feed = feeds.front_page(reader=reader, sort=sort, cursor=cursor)
        return _sheet(asked, feed, sort=sort, cursor=cursor)

    is_shared = reader.reads_all and not cursor and tab is not Tab.TOP
    sheet = shared_sheet(request, "front", make) if is_shared else own_sheet(request, make)
    shows(request, sheet.names)
    own = new_marks(sheet.rows, reader=reader)
    return filled(request, sheet.pieces, own=own, unread=reader.unread)


def _sheet(request: HttpRequest, feed: FrontPage, *, sort: Sort, cursor: str | None) -> Sheet:
    tab, window = sort.tab, sort.window
    featured = [feed.featured] if feed.featured else []
    context = {
        "page": feed.page,
        "head": head.front_head(feed, sort=sort, cursor=cursor),
        "pinned": feed.pinned,
        "featured": feed.featured,
        "published_total": _published_total(tab, cursor),
        "windows": _windows(window) if tab is Tab.TOP else [],
    }
    listed = [*feed.page.rows, *featured]
    names = {shown.POSTS, *shown.rows([*listed, *feed.pinned])}
    if tab in (Tab.HOT, Tab.TOP):
        names.add(shown.HOT)
    pieces = printed(request, "feed/feed.html", context | _frame(request, tab))
    return Sheet(pieces, rows=tuple(listed), names=frozenset(names))


def _frame(request: HttpRequest, tab: Tab) -> dict[str, object]:
    """What stands around the list."""
    home = reverse("feed:newest") if request.user.is_authenticated else reverse("feed:latest")
    return {"heading": tab.label, "tabs": front_tabs(tab, home=home)}


def _invite(request: HttpRequest, tab: Tab) -> HttpResponse:
    """A stranger at a personal tab learns what it is for."""
    shows(request)
    return render(request, "feed/personal.html", _frame(request, tab) | {"tab": tab})


def _windows(window: Window) -> list[object]:
    return list(windows([front_path(Tab.TOP, each) for each in Window], window))


def _published_total(tab: Tab, cursor: str | None) -> int | None:
    """What the bar "3 new posts" counts from; only where new posts come on top."""
    return published_total() if tab is Tab.LATEST and not cursor else None
