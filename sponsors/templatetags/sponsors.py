"""`{% load sponsors %}{% sponsor_slot "article-top" %}`, or `{% sponsor_slot "feed-inline" as slot %}`.

The page is the same for every reader; static/js/beacon.js asks for what is shown in it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from feed.templatetags.feed_frame import part_hole
from feed.templatetags.feed_stamps import Key, Stamp, mark
from sponsors.page import FilledSlot, PageSlots, Subject, is_spared
from sponsors.selectors.inventory import inventory

register = template.Library()


@register.simple_tag(takes_context=True)
def sponsor_slot(context: template.Context, code: str, *, in_list: bool = False) -> str:
    """One slot of the page; `in_list`: between posts of a list, where `post` is none of the page. "" where nothing is booked, beside a sensitive story, for members who are spared, and outside
    of a request; a hole on what stands around pages (feed.views.sheets).
    """
    request: HttpRequest | None = context.get("request")
    post = None if in_list else context.get("post")
    if getattr(request, "has_slots_later", False):
        return part_hole(code)
    if request is None or (post is not None and post.is_sensitive):
        return ""
    filled = _page_slots(request, context, post)
    slot = filled.fill(code) if filled else None
    return _printed(slot, filled.stamps) if filled and slot else ""


def _printed(filled: FilledSlot, stamps: dict[Key, Stamp]) -> str:
    """Once for each creative, as long as nothing is read anew of what is booked; a page adds no more than its context."""
    creative = filled.creative
    key = (
        filled.slot.code,
        creative.pk if creative else 0,
        bool(filled.context),
        filled.anchor,
        get_language(),
    )
    stamp = stamps.get(key)
    if stamp is None:
        shown = replace(filled, context=str(mark(0)) if filled.context else "")
        stamp = stamps[key] = Stamp.of(render_to_string("sponsors/_slot.html", {"filled": shown}))
    return mark_safe(stamp.press([filled.context]))  # noqa: S308  (a template and a token)


def _page_slots(request: HttpRequest, context: template.Context, post: Any) -> PageSlots | None:
    """The page's slots, kept on the request so that they know of each other."""
    if not hasattr(request, "sponsor_slots"):
        request.sponsor_slots = _new_slots(request, _subject(context, post), now=timezone.now())  # type: ignore[attr-defined]
    slots: PageSlots | None = request.sponsor_slots  # type: ignore[attr-defined]
    return slots


def _new_slots(request: HttpRequest, subject: Subject, *, now: datetime) -> PageSlots | None:
    known = inventory(now=now, redis=None)
    user = getattr(request, "user", None)
    if is_spared(getattr(user, "trust_level", None), policy=known.policy):
        return None
    return PageSlots(subject, path=request.path, inventory=known, now=now)


def _subject(context: template.Context, post: Any) -> Subject:
    """What the page is about: its post, or the category or the tag that it lists."""
    category = post.category if post else context.get("category")
    tags = context.get("tags") or ([context["tag"]] if context.get("tag") else [])
    return Subject(
        language=post.language if post else get_language() or "",
        category_pk=category.pk if category else 0,
        tag_pks=tuple(tag.pk for tag in tags),
    )
