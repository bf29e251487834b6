"""What machines ask a site for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed.errors import NotFoundError
from feed.selectors.site import site_settings

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
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


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
