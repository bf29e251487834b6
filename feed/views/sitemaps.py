"""Site maps for search engines."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from config.freshness import kept, shows
from feed import shown
from feed.errors import NotFoundError
from feed.selectors import sitemaps
from feed.selectors.site import site_settings
from feed.syndication.sitemaps import Address, render_index, render_map, render_news


@kept()
@conditional_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    shows(request, shown.POSTS)
    return _answer(render_index(sitemaps.all_maps()))


@kept()
@conditional_page
@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    shows(request, shown.POSTS)
    return _map(sitemaps.section_addresses())


@never_cache
@conditional_page
@require_safe
def posts(_request: HttpRequest, number: int) -> HttpResponse:
    return _map(list(sitemaps.post_addresses(number)))


@never_cache
@conditional_page
@require_safe
def members(_request: HttpRequest, number: int) -> HttpResponse:
    return _map(list(sitemaps.member_addresses(number)))


@kept()
@conditional_page
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Articles of the last two days, for news search."""
    shows(request, shown.POSTS)
    found = sitemaps.news_addresses(now=timezone.now())
    return _answer(render_news(found, publication=site_settings().name))


def _map(addresses: Sequence[Address]) -> HttpResponse:
    """Raises NotFoundError: there is nothing in this file."""
    if not addresses:
        raise NotFoundError
    return _answer(render_map(addresses))


def _answer(body: bytes) -> HttpResponse:
    answer = HttpResponse(body, content_type="application/xml; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex"
    return answer
