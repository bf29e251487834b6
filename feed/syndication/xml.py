"""RSS 2.0 and Atom 1.0.

Sources: the RSS 2.0 specification with the modules `content`, `dc`, `media` and `atom`, RFC 4287, and WebSub's `hub`.
"""

import re
from html import escape
from io import StringIO
from typing import Any, Final

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from feed.syndication.documents import FeedDocument, FeedItem, FeedPicture

# No XML 1.0 document may hold these, in whatever spelling.
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MEDIA_NAMESPACE: Final = "http://search.yahoo.com/mrss/"
# RSS wants a length in bytes; what is not known is told as 0 (RSS Advisory Board, best practices profile).
UNKNOWN_LENGTH: Final = "0"


class Rss(Rss201rev2Feed):
    """RSS with whole texts, pictures, the names of authors, and the hub."""

    def rss_attributes(self) -> dict[str, Any]:
        own = {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": MEDIA_NAMESPACE,
        }
        return super().rss_attributes() | own

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub_url"]:
            handler.addQuickElement("atom:link", "", {"rel": "hub", "href": self.feed["hub_url"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content:encoded", item["html"])
        _add_picture(handler, item["picture"])
        if item["picture"]:
            about = {"type": item["picture"].media_type, "length": UNKNOWN_LENGTH}
            handler.addQuickElement("enclosure", "", {"url": item["picture"].url, **about})


class Atom(Atom1Feed):
    """Atom with whole texts, pictures and the hub."""

    def root_attributes(self) -> dict[str, Any]:
        return super().root_attributes() | {"xmlns:media": MEDIA_NAMESPACE}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon_url"])
        if self.feed["hub_url"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub_url"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"} | _in(item))
        if item["external_url"]:
            related = {"rel": "related", "href": item["external_url"]}
            handler.addQuickElement("link", "", related)
        _add_picture(handler, item["picture"])
        if item["picture"]:
            about = {"rel": "enclosure", "href": item["picture"].url}
            about["type"] = item["picture"].media_type
            handler.addQuickElement("link", "", about)


def render_rss(document: FeedDocument) -> bytes:
    """RSS 2.0, in UTF-8."""
    return _rendered(Rss, document)


def render_atom(document: FeedDocument) -> bytes:
    """Atom 1.0, in UTF-8."""
    return _rendered(Atom, document)


def printable(text: str) -> str:
    """`text` without what no XML document may hold."""
    return UNPRINTABLE.sub("", text)


def _rendered(kind: type[SyndicationFeed], document: FeedDocument) -> bytes:
    feed = kind(
        title=printable(document.title),
        link=document.home_url,
        description=printable(document.description),
        language=document.language,
        feed_url=document.url,
        feed_guid=document.home_url,
        hub_url=document.hub_url,
        icon_url=document.icon_url,
    )
    for item in document.items:
        feed.add_item(**_fields(item))
    written = StringIO()
    feed.write(written, "utf-8")
    return written.getvalue().encode()


def _fields(item: FeedItem) -> dict[str, Any]:
    return {
        "title": printable(item.title),
        "link": item.url,
        # Both formats hold HTML there, and a summary is plain text.
        "description": escape(printable(item.summary)),
        "author_name": printable(item.author_name),
        "author_link": item.author_url,
        "pubdate": item.published_at,
        "updateddate": item.updated_at,
        "unique_id": item.id,
        "unique_id_is_permalink": False,
        "categories": [printable(name) for name in item.categories],
        "html": printable(item.html) if item.is_whole else "",
        "external_url": item.external_url,
        "language": item.language,
        "picture": item.picture,
    }


def _in(item: dict[str, Any]) -> dict[str, str]:
    return {"xml:lang": item["language"]} if item["language"] else {}


def _add_picture(handler: SimplerXMLGenerator, picture: FeedPicture | None) -> None:
    if picture is None:
        return
    about = {"url": picture.url, "type": picture.media_type, "medium": "image"}
    sizes = {"width": str(picture.width), "height": str(picture.height)}
    handler.startElement("media:content", about | sizes)  # type: ignore[arg-type]  # a mapping is what it takes
    if picture.alt:
        handler.addQuickElement("media:description", printable(picture.alt), {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", printable(picture.credit))
    handler.endElement("media:content")
