"""What makes the site an app on a device: its manifest, its worker, and the page for when there is no network."""

import json
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed.selectors.site import site_settings

WORKER: Final = settings.BASE_DIR / "static" / "js" / "worker.js"
# What every kept page needs to look as it did. Their addresses change with what is in them, and the worker with them.
SHELL: Final = (
    "css/site.css",
    "fonts/newsreader.woff2", "fonts/franklin.woff2",
    "js/site.js", "js/offline.js", "icons/favicon.svg",
)  # fmt: skip
ICON: Final = "icons/icon-192.png"
# Each: where it lies, its type, its sizes, what for.
ICONS: Final = (
    ("icons/favicon.svg", "image/svg+xml", "any", "any"),
    (ICON, "image/png", "192x192", "any"),
    ("icons/icon-512.png", "image/png", "512x512", "any"),
    ("icons/icon-512.png", "image/png", "512x512", "maskable"),
)
# --paper of site.css, by day.
PAPER: Final = "#f8f6f0"
SHORT_NAME_LENGTH: Final = 12


@kept()
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """How the site is called and looks on a device, in the reader's language (W3C Web App Manifest)."""
    site = site_settings()
    shows(request)
    described = {
        "id": "/",
        "name": site.name,
        "description": site.description or site.tagline,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [_icon(*each) for each in ICONS],
        "shortcuts": [
            {"name": _("Write a post"), "url": reverse("feed:post-create")},
            {"name": _("Notifications"), "url": reverse("accounts:notifications")},
        ],
    }
    if len(site.name) <= SHORT_NAME_LENGTH:
        described["short_name"] = site.name
    return JsonResponse(described, content_type="application/manifest+json")


@never_cache
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The site's one worker; it stands at the root, because a worker acts for what lies beneath it."""
    known = {"SHELL": list(map(static, SHELL)), "OFFLINE": reverse("offline"), "ICON": static(ICON)}
    named = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    return HttpResponse(named + WORKER.read_text(), content_type="text/javascript")


@kept()
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a member's browser shows in the place of a page that it cannot reach."""
    shows(request)
    return render(request, "offline.html")


def _icon(file: str, kind: str, sizes: str, purpose: str) -> dict[str, Any]:
    return {"src": static(file), "type": kind, "sizes": sizes, "purpose": purpose}
