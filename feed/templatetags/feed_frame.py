"""`{% load feed_frame %}{% frame_part "components/_footer.html" is_member=request.user.is_authenticated %}`."""

from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from feed.models import Category
from feed.selectors.site import Frame, site_frame

register = template.Library()

# Stands in a kept part where the address of the page goes; nothing that people write can hold it.
HERE: Final = SafeString("\N{NULL}here\N{NULL}")


@register.simple_tag(takes_context=True)
def frame_part(
    context: template.Context,
    template_name: str,
    *,
    category: Category | str | None = None,
    is_member: bool | str = False,
) -> SafeString:
    """What all readers of a language see alike around a page: made once for a frame, not once for a page.

    The template is given `site`, `categories`, `category`, `is_member` and `here`, the page's address; never the request.
    """
    frame: Frame = context.get("frame") or site_frame()
    varied = {"category": category or None, "is_member": bool(is_member)}
    part = _part(frame, template_name, varied)
    request = context.get("request")
    if request is None or HERE not in part:
        return part
    return SafeString(part.replace(HERE, escape(request.get_full_path())))


def _part(frame: Frame, template_name: str, varied: dict[str, Any]) -> SafeString:
    key = (
        template_name,
        get_language(),
        getattr(varied["category"], "pk", None),
        varied["is_member"],
    )
    if key not in frame.parts:
        shown = {"site": frame.settings, "categories": frame.categories, "frame": frame}
        frame.parts[key] = render_to_string(template_name, shown | varied | {"here": HERE})
    return frame.parts[key]
