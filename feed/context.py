"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from feed.selectors.head import plain_head
from feed.selectors.site import all_categories, site_settings


def site(_request: HttpRequest) -> dict[str, Any]:
    """The site's settings and its categories; each asked for only where a template uses it."""
    settings = SimpleLazyObject(site_settings)
    return {
        "site": settings,
        "site_settings": settings,  # allauth's views put a Site of their own under "site"
        "categories": SimpleLazyObject(all_categories),
        "head": SimpleLazyObject(plain_head),  # most views that list or show posts bring their own
    }
