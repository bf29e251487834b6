"""What machines ask a site for."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed.errors import NotFoundError
from feed.models.site import CrawlerPolicy
from feed.selectors.linked_data import absolute
from feed.selectors.site import site_settings
from feed.syndication.crawlers import robots_txt

# A page made today holds for so long; it is made anew each day.
PROMISED = timedelta(days=90)
# Addresses that hold nothing for a search engine.
NOT_FOR_CRAWLERS = (
    "/admin/",
    "/accounts/",
    "/settings/",
    "/write/",
    "/search/",
    "/beacon/",
    "/sponsors/click/",
    "/bookmarks/",
    "/share/",
)


@kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    shows(request)
    site = site_settings()
    maps = ("feed:sitemap", "feed:sitemap-news")
    text = robots_txt(
        closed=NOT_FOR_CRAWLERS,
        is_open=site.crawlers != CrawlerPolicy.NONE,
        admits_training=site.crawlers == CrawlerPolicy.ALL,
        extra=site.robots_extra,
        sitemaps=(absolute(reverse(name)) for name in maps),
    )
    return _plain(text)


@kept()
@require_safe
def humans(request: HttpRequest) -> HttpResponse:
    """Who makes the site, if the settings say so (humanstxt.org)."""
    if not (words := site_settings().humans.strip()):
        raise NotFoundError
    shows(request)
    return _plain(f"{words}\n")


@kept()
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness, if the settings say so (RFC 9116)."""
    if not (contact := site_settings().security_contact):
        raise NotFoundError
    shows(request)
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + PROMISED
    canonical = absolute(reverse("feed:security"))
    return _plain(f"Contact: {contact}\nExpires: {expires.isoformat()}\nCanonical: {canonical}\n")


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@kept()
@require_safe
def google_verification(request: HttpRequest, name: str) -> HttpResponse:
    """The file by which Google sees that the site is ours, if its name is the one in the settings."""
    if name != site_settings().google_verification_file:
        raise NotFoundError
    shows(request)
    return HttpResponse(
        f"google-site-verification: {name}", content_type="text/html; charset=utf-8"
    )


@kept()
@require_safe
def bing_verification(request: HttpRequest) -> HttpResponse:
    """The file by which Bing sees that the site is ours, if a token is in the settings."""
    token = site_settings().bing_verification
    if not token:
        raise NotFoundError
    shows(request)
    body = f'<?xml version="1.0"?>\n<users>\n  <user>{token}</user>\n</users>\n'
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


@never_cache
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the design in each state; only outside production."""
    if not settings.SERVES_MEDIA:
        raise NotFoundError
    return render(request, "components/index.html")
