"""WordPress's own export (WXR), read item by item."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Final
from xml.etree.ElementTree import Element

from exchange.sources.items import (
    Article,
    Item,
    Note,
    Origin,
    Person,
    Picture,
    Remark,
    Section,
    place_of,
)
from exchange.sources.records import records, value

WANTED: Final = (
    "item", "wp:author", "wp:base_site_url", "wp:base_blog_url", "language", "wp:category",
)  # fmt: skip
PUBLISHED: Final = "publish"
DRAFTS: Final = frozenset({"draft", "pending", "future", "private"})
# What belongs to the look of the old site, not to its content.
SILENT: Final = frozenset(
    {"nav_menu_item", "wp_global_styles", "wp_navigation", "custom_css", "wp_template", "revision"}
)
# Above this a comment's author is a machine that announces a link.
ANNOUNCEMENTS: Final = frozenset({"pingback", "trackback"})


def read_wxr(file: IO[bytes], *, note: Note) -> Iterator[Item]:
    """All that becomes something here, in the order of the file; what does not is noted with its line.

    Raises:
        UnreadableError: see exchange.sources.records.
    """
    site = language = ""
    for line, element in records(file, wanted=WANTED, note=note):
        if element.tag in ("wp:base_blog_url", "wp:base_site_url") and not site:
            site = (element.text or "").strip()
            yield Origin(site, language)
        elif element.tag == "language":
            language = (element.text or "").strip()
        elif element.tag == "wp:author":
            yield _person(element)
        elif element.tag == "item":
            yield from _item(element, line, note)


def _person(element: Element) -> Person:
    login = value(element, "wp:author_login")
    name = value(element, "wp:author_display_name") or login
    return Person(login, name, value(element, "wp:author_email"))


def _item(element: Element, line: int, note: Note) -> Iterator[Item]:
    kind = value(element, "wp:post_type") or "post"
    title = value(element, "title")
    if kind == "attachment":
        yield from _picture(element)
    elif kind in ("post", "page"):
        yield from _article(element, line, note)
    elif kind not in SILENT:
        note(line, f"“{title}” is of the kind {kind}, which has no place here.")


def _picture(element: Element) -> Iterator[Picture]:
    url = value(element, "wp:attachment_url") or value(element, "guid")
    if url:
        yield Picture(
            value(element, "wp:post_id"), url, _meta(element).get("_wp_attachment_image_alt", "")
        )


def _article(element: Element, line: int, note: Note) -> Iterator[Article]:
    status = value(element, "wp:status") or PUBLISHED
    title = value(element, "title")
    if value(element, "wp:post_password"):
        note(line, f"“{title}” has a password; it comes as a draft.")
        status = "draft"
    if status != PUBLISHED and status not in DRAFTS:
        note(line, f"“{title}” has the status {status} and was left out.")
        return
    sections, tags = _filing(element)
    published_at = _instant(element, "wp:post_date_gmt", "wp:post_date")
    if status == PUBLISHED and published_at is None:
        note(line, f"“{title}” has no date; it comes as a draft.")
    yield Article(
        id=value(element, "wp:post_id") or value(element, "guid") or value(element, "link"),
        title=title,
        html=value(element, "content:encoded"),
        has_lines=True,
        excerpt=value(element, "excerpt:encoded"),
        author_id=value(element, "dc:creator"),
        line=line,
        published_at=published_at if status == PUBLISHED else None,
        sections=sections,
        tags=tags,
        addresses=_addresses(element),
        image_id=_meta(element).get("_thumbnail_id", ""),
        remarks=tuple(_remarks(element, line, note)),
    )


def _filing(element: Element) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    found = element.findall("category")
    sections = (one for one in found if one.get("domain") == "category")
    tags = tuple((one.text or "").strip() for one in found if one.get("domain") == "post_tag")
    named = (Section(one.get("nicename", ""), (one.text or "").strip()) for one in sections)
    return tuple(one for one in named if one.id and one.name), tags


def _addresses(element: Element) -> tuple[str, ...]:
    """The permanent link, and the short form that WordPress answers as well."""
    pk = value(element, "wp:post_id")
    found = (place_of(value(element, "link")), f"/?p={pk}" if pk else "")
    return tuple(dict.fromkeys(one for one in found if one))


def _remarks(element: Element, line: int, note: Note) -> Iterator[Remark]:
    for one in element.findall("wp:comment"):
        kind, approved = value(one, "wp:comment_type"), value(one, "wp:comment_approved")
        written_at = _instant(one, "wp:comment_date_gmt", "wp:comment_date")
        if kind in ANNOUNCEMENTS:
            continue
        if approved != "1" or written_at is None:
            note(line, f"A comment that is not approved ({approved}) or has no date was left out.")
            continue
        name = value(one, "wp:comment_author")
        yield Remark(
            id=value(one, "wp:comment_id"),
            parent_id=value(one, "wp:comment_parent").strip("0")
            and value(one, "wp:comment_parent"),
            author_id=value(one, "wp:comment_author_email").lower() or name,
            author_name=name,
            html=value(one, "wp:comment_content"),
            written_at=written_at,
        )


def _meta(element: Element) -> dict[str, str]:
    pairs = element.findall("wp:postmeta")
    return {value(one, "wp:meta_key"): value(one, "wp:meta_value") for one in pairs}


def _instant(element: Element, *names: str) -> datetime | None:
    """The first of these that is a date; WordPress writes zeros where there is none. Taken as UTC."""
    for name in names:
        try:
            return datetime.strptime(value(element, name), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
