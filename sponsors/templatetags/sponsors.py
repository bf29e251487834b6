"""`{% load sponsors %}{% sponsor_slot "article-top" %}`, or `{% sponsor_slot "feed-inline" as slot %}`."""

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from config.freshness import keep_to_oneself
from sponsors.page import PageSlots

register = template.Library()


@register.simple_tag(takes_context=True)
def sponsor_slot(context: template.Context, code: str) -> str:
    """Fill one slot of the page; "" where nothing runs, and outside of a request."""
    request: HttpRequest | None = context.get("request")
    filled = _page_slots(request).fill(code) if request else None
    if request is None or filled is None:
        return ""
    keep_to_oneself(request)  # the slot's tokens count once
    return render_to_string("sponsors/_slot.html", {"filled": filled})


def _page_slots(request: HttpRequest) -> PageSlots:
    """The page's slots, kept on the request so that they know of each other."""
    if not hasattr(request, "sponsor_slots"):
        request.sponsor_slots = PageSlots(path=request.path, now=timezone.now())  # type: ignore[attr-defined]
    slots: PageSlots = request.sponsor_slots  # type: ignore[attr-defined]
    return slots
