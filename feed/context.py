"""What every page shows around its content."""

from copy import copy
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from feed.selectors.head import plain_head
from feed.selectors.site import Frame, site_frame


def site(_request: HttpRequest) -> dict[str, Any]:
    """The site's settings and its categories; each asked for only where a template uses it."""
    frame: Any = SimpleLazyObject(site_frame)
    return around(frame) | {
        "head": SimpleLazyObject(plain_head),  # most views that list or show posts bring their own
    }


def around(frame: Frame) -> dict[str, Any]:
    """What templates are given of a frame."""
    settings = SimpleLazyObject(lambda: copy(frame.settings))
    return {
        "frame": frame,
        "site": settings,
        "site_settings": settings,  # allauth's views put a Site of their own under "site"
        "categories": SimpleLazyObject(lambda: list(frame.categories)),
    }
