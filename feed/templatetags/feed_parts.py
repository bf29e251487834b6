"""`{% load feed_parts %}{% article_part "feed/_share.html" %}`: what readers of an article see alike, made once for all.

The templates are never given the request, nor the reader; where a form asks for its token stands a mark.
"""

from collections.abc import Hashable
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from feed.templatetags.feed_frame import TOKEN, with_token

register = template.Library()

# What such a part may show; nothing of it is one reader's.
GIVEN: Final = (
    "post", "head", "tags", "contents", "corrections", "place", "frame", "site", "site_settings",
)  # fmt: skip


@register.simple_tag(takes_context=True)
def article_part(context: template.Context, template_name: str) -> SafeString:
    """One template, for as long as `parts` is shared (feed.selectors.posts)."""
    return _part(context, template_name, key=template_name)


@register.simple_tag(takes_context=True)
def read_more_part(context: template.Context) -> SafeString:
    """The recommendations; those of members who see the same ones are the same but for the token of their forms."""
    is_member = context["request"].user.is_authenticated
    shown = {"read_more": context["read_more"], "is_member": is_member}
    key = (is_member, *(further.subject for further in shown["read_more"]))
    return _part(context, "feed/_read_more.html", key=key, **shown)


def _part(
    context: template.Context, template_name: str, *, key: Hashable, **beside: Any
) -> SafeString:
    parts: dict[Hashable, SafeString] = context["parts"]
    made = parts.get(key)
    if made is None:
        given = {name: context.get(name) for name in GIVEN}
        made = parts[key] = render_to_string(template_name, given | beside | {"csrf_token": TOKEN})
    return with_token(context, made)
