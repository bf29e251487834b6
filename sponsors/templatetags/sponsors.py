"""`{% load sponsors %}{% sponsor_slot "article-top" %}`."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from sponsors.page import PageSlots

register = template.Library()


@register.inclusion_tag("sponsors/_slot.html", takes_context=True)
def sponsor_slot(context: template.Context, code: str) -> dict[str, Any]:
    """Fill one slot of the page; nothing where nothing runs, and nothing outside of a request."""
    request: HttpRequest | None = context.get("request")
    return {"filled": _page_slots(request).fill(code) if request else None}


def _page_slots(request: HttpRequest) -> PageSlots:
    """The page's slots, kept on the request so that they know of each other."""
    if not hasattr(request, "sponsor_slots"):
        request.sponsor_slots = PageSlots(path=request.path, now=timezone.now())  # type: ignore[attr-defined]
    slots: PageSlots = request.sponsor_slots  # type: ignore[attr-defined]
    return slots
