"""JSON Feed 1.1. Source: https://www.jsonfeed.org/version/1.1/"""

import json
from html import escape
from typing import Any

from feed.syndication.documents import FeedDocument, FeedItem


def render_json_feed(document: FeedDocument) -> bytes:
    """JSON Feed 1.1, in UTF-8."""
    hub = [{"type": "WebSub", "url": document.hub_url}] if document.hub_url else None
    stated = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "description": document.description,
        "home_page_url": document.home_url,
        "feed_url": document.url,
        "icon": document.icon_url,
        "language": document.language,
        "hubs": hub,
        "items": [_item(item) for item in document.items],
    }
    return json.dumps(_without_nothing(stated), ensure_ascii=False).encode()


def _item(item: FeedItem) -> dict[str, Any]:
    stated = {
        "id": item.id,
        "url": item.url,
        "external_url": item.external_url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html or f"<p>{escape(item.summary)}</p>",
        "image": item.picture.url if item.picture else None,
        "date_published": item.published_at.isoformat(timespec="seconds"),
        "date_modified": item.updated_at.isoformat(timespec="seconds"),
        "authors": [{"name": item.author_name, "url": item.author_url}],
        "tags": list(item.categories),
        "language": item.language,
    }
    return _without_nothing(stated)


def _without_nothing(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if value or name == "items"}
