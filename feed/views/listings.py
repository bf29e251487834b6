"""Pages that list posts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed import access, shown
from feed.models import Category, Tag
from feed.selectors import feeds, head, members, search
from feed.selectors.feeds import Tab
from feed.selectors.site import all_categories

AFTER = "after"


@kept(query=(AFTER,))
@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    return _front(request, Tab.LATEST)


@kept(query=(AFTER,))
@require_safe
def hot(request: HttpRequest) -> HttpResponse:
    return _front(request, Tab.HOT)


@kept(query=(AFTER,))
@require_safe
def category(request: HttpRequest, slug: str, tab: Tab = Tab.LATEST) -> HttpResponse:
    found = access.category_named(slug)
    feed = feeds.category_page(found, tab=tab, cursor=_cursor(request))
    shows(request, shown.category(found.pk), shown.rows([*feed.page.rows, *feed.pinned]))
    _shows_order(request, tab)
    return render(
        request,
        "feed/feed.html",
        {
            "page": feed.page,
            "pinned": feed.pinned,
            "head": head.filed_head(feed.page, under=found, tab=tab, cursor=_cursor(request)),
            "heading": found.name,
            "category": found,
            "tab": tab,
            "tabs": _tabs(found),
        },
    )


@kept(query=(AFTER,))
@require_safe
def tag(request: HttpRequest, slug: str, tab: Tab = Tab.LATEST) -> HttpResponse:
    found = access.tag_named(slug)
    page = feeds.tag_page(found, tab=tab, cursor=_cursor(request))
    shows(request, shown.POSTS, shown.rows(page.rows))
    _shows_order(request, tab)
    return render(
        request,
        "feed/feed.html",
        {
            "page": page,
            "head": head.filed_head(page, under=found, tab=tab, cursor=_cursor(request)),
            "heading": found.name,
            "tag": found,
            "tab": tab,
            "tabs": _tabs(found),
        },
    )


@kept()
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    found = all_categories()
    shows(request)
    context = {"categories": found, "head": head.categories_head(found)}
    return render(request, "feed/categories.html", context)


@kept(query=("q", AFTER))
@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    query = search.clean_query(request.GET.get("q", ""))
    results = search.search_posts(query, cursor=_cursor(request)) if query else None
    shows(request, shown.POSTS, shown.rows(results.rows if results else ()))
    return render(request, "feed/search.html", {"query": query, "results": results})


@kept(query=(AFTER,))
@require_safe
def member(request: HttpRequest, username: str) -> HttpResponse:
    found = access.member_named(username)
    page = feeds.member_page(found, cursor=_cursor(request))
    stats = members.member_stats(found)
    shows(request, shown.POSTS, shown.member(found.pk), shown.rows(page.rows))
    context = {
        "member": found,
        "page": page,
        "stats": stats,
        "head": head.member_head(page, member=found, stats=stats, cursor=_cursor(request)),
    }
    return render(request, "feed/member_detail.html", context)


def _front(request: HttpRequest, tab: Tab) -> HttpResponse:
    front = feeds.front_page(tab=tab, cursor=_cursor(request))
    featured = [front.featured] if front.featured else []
    shows(request, shown.POSTS, shown.rows([*front.page.rows, *front.pinned, *featured]))
    _shows_order(request, tab)
    heading = _("Latest") if tab is Tab.LATEST else _("Hot")
    tabs = [(each.value, each.label, reverse(f"feed:{each.value}")) for each in Tab]
    return render(
        request,
        "feed/feed.html",
        {
            "page": front.page,
            "head": head.front_head(front, tab=tab, cursor=_cursor(request)),
            "pinned": front.pinned,
            "featured": front.featured,
            "heading": heading,
            "tab": tab,
            "tabs": tabs,
        },
    )


def _shows_order(request: HttpRequest, tab: Tab) -> None:
    if tab is Tab.HOT:
        shows(request, shown.HOT)


def _tabs(found: Category | Tag) -> list[tuple[str, object, str]]:
    kind = found._meta.model_name
    return [
        (Tab.LATEST.value, Tab.LATEST.label, found.get_absolute_url()),
        (Tab.HOT.value, Tab.HOT.label, reverse(f"feed:{kind}-hot", args=[found.slug])),
    ]


def _cursor(request: HttpRequest) -> str | None:
    return request.GET.get(AFTER) or None
