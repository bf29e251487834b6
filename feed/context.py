"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from feed.selectors.site import all_categories, site_settings


def site(_request: HttpRequest) -> dict[str, Any]:
    """The site's settings and its categories; each asked for only where a template uses it."""
    return {
        "site": SimpleLazyObject(site_settings),
        "categories": SimpleLazyObject(all_categories),
    }
