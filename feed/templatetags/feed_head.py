"""What templates print in the head of a page."""

import json
from typing import Any, Final

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe

from feed.selectors.linked_data import publisher_node

register = template.Library()

# As Django's json_script: nothing in the data can end the element or begin a comment in it.
ESCAPES: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def linked_data(context: RequestContext) -> SafeString:
    """The page's JSON-LD in a data block, which browsers do not run and the content policy lets pass; or nothing."""
    head = context.get("head")
    if not head or not head.linked_data:
        return mark_safe("")
    publisher = publisher_node(context["site_settings"])
    graph: dict[str, Any] = {
        "@context": "https://schema.org",
        "@graph": [*head.linked_data, publisher],
    }
    data = json.dumps(graph, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308  (escaped above)
