"""What others' feeds say: RSS, Atom and JSON Feed, from bytes to plain values.

feedparser reads the XML. A feed that declares entities is refused before: no honest one does, and they multiply.
"""

import json
from calendar import timegm
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

MAX_ITEMS: Final = 200


class NoFeedError(Exception):
    """The bytes are none of the formats."""


@dataclass(frozen=True)
class OutsideEntry:
    """An item. `id`: as the feed tells items apart; `html`: as the feed has it, not sanitised; `published_at`: aware.

    `external_url`: the page that a link blog is about, "" elsewhere.
    """

    id: str
    url: str
    title: str
    html: str
    summary: str
    author_name: str
    published_at: datetime | None
    tags: tuple[str, ...] = ()
    image_url: str = ""
    external_url: str = ""


@dataclass(frozen=True)
class OutsideDocument:
    """A feed. `count`: how many items it has, of which the first MAX_ITEMS are read unless told otherwise."""

    title: str
    home_url: str
    language: str
    entries: tuple[OutsideEntry, ...]
    count: int


def read_feed(
    body: bytes, *, content_type: str = "", url: str = "", max_items: int = MAX_ITEMS
) -> OutsideDocument:
    """Raises NoFeedError."""
    if body.lstrip()[:1] == b"{":
        return _json_feed(body, max_items)
    if b"<!ENTITY" in body.replace(b"\0", b"").upper():
        raise NoFeedError
    # Relative addresses are resolved by feedparser, which wants to know where the feed lies.
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    import feedparser  # workers read feeds; web processes only know how

    try:
        found: Any = feedparser.parse(body, response_headers=headers, sanitize_html=True)
    except ValueError as error:  # an encoding that has no name: feedparser does not expect one
        raise NoFeedError from error
    if not found.get("version") or (found.bozo and not found.entries):
        raise NoFeedError
    return OutsideDocument(
        title=_words(found.feed.get("title")),
        home_url=_words(found.feed.get("link")),
        language=_words(found.feed.get("language")),
        entries=tuple(map(_entry, found.entries[:max_items])),
        count=len(found.entries),
    )


def _entry(entry: Mapping[str, Any]) -> OutsideEntry:
    url, summary = _words(entry.get("link")), _words(entry.get("summary"))
    whole = [_words(each.get("value")) for each in entry.get("content") or ()]
    return OutsideEntry(
        id=_words(entry.get("id")) or url or _words(entry.get("title")),
        url=url,
        title=_words(entry.get("title")),
        html=max([*whole, summary], key=len),
        summary=summary,
        author_name=_words(entry.get("author")),
        published_at=_instant(entry.get("published_parsed") or entry.get("updated_parsed")),
        tags=tuple(_words(tag.get("term")) for tag in entry.get("tags") or ()),
        image_url=_picture(entry),
    )


def _picture(entry: Mapping[str, Any]) -> str:
    """The first picture that stands beside the text."""
    beside: Iterable[Mapping[str, Any]] = (
        *(entry.get("media_content") or ()),
        *(entry.get("enclosures") or ()),
        *(entry.get("media_thumbnail") or ()),
    )
    for one in beside:
        address = _words(one.get("url") or one.get("href"))
        kind = _words(one.get("type")) or _words(one.get("medium"))
        if address and (kind.startswith("image") or not kind):
            return address
    return ""


def _instant(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _json_feed(body: bytes, max_items: int) -> OutsideDocument:
    try:
        told = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise NoFeedError from error
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(told.get("version")):
        raise NoFeedError
    rows = [one for one in items[:max_items] if isinstance(one, dict)]
    return OutsideDocument(
        title=_words(told.get("title")),
        home_url=_words(told.get("home_page_url")),
        language=_words(told.get("language")),
        entries=tuple(map(_json_entry, rows)),
        count=len(items),
    )


def _json_entry(item: dict[str, Any]) -> OutsideEntry:
    authors = item.get("authors") or [item.get("author")]
    first = authors[0] if isinstance(authors, list) and authors else {}
    url = _words(item.get("url"))
    tags = item.get("tags")
    return OutsideEntry(
        id=_words(item.get("id")) or url,
        url=url,
        title=_words(item.get("title")),
        html=_words(item.get("content_html")) or _words(item.get("content_text")),
        summary=_words(item.get("summary")),
        author_name=_words(first.get("name")) if isinstance(first, dict) else "",
        published_at=_iso(item.get("date_published")),
        tags=tuple(map(_words, tags)) if isinstance(tags, list) else (),
        image_url=_words(item.get("image")),
        external_url=_words(item.get("external_url")),
    )


def _iso(text: Any) -> datetime | None:
    try:
        instant = datetime.fromisoformat(_words(text))
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _words(value: Any) -> str:
    """Text without what PostgreSQL cannot keep; numbers are ids in some feeds."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.replace("\0", "").strip() if isinstance(value, str) else ""
