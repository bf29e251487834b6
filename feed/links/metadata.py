"""What a page says of itself, read from bytes that a stranger sent.

Not with a parser of whole documents: of those we tried, html.parser, lxml and html5ever each need minutes for some
pages of 2 MB (unclosed comments, a hundred thousand attributes, as many open elements). Only the few elements that
matter are looked for, in one pass whose time grows with the length of the page, whatever is in it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from feed.fetching.errors import AddressRefusedError
from feed.fetching.targets import Target
from feed.text.plain import one_line

TITLE_LENGTH: Final = 300
DESCRIPTION_LENGTH: Final = 500
SITE_LENGTH: Final = 100
# Longer values are cut before anything else is done with them.
MAX_VALUE: Final = 4_000
MAX_TAG: Final = 64_000
MAX_FACTS: Final = 500

OPENING: Final = re.compile(
    r"<(?:(!--)|(script|style|noscript|template|textarea|svg|title|meta)(?=[\s/>]))", re.IGNORECASE
)
BETWEEN: Final = re.compile(r"[\s/]*+")
ATTRIBUTE: Final = re.compile(r"""([^\s=>"'/]+)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,20})""")
DECLARED_WITHIN: Final = 2_048
CHARSETS: Final = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|iso-?8859-\d{1,2}|latin-?1|windows-125\d|koi8-[ru]|gb(k|2312|18030)|big5|"
    r"euc-(jp|kr)|shift[_-]jis|iso-2022-jp|macintosh"
)
# Browsers read the first as the second, and so must we.
READ_AS: Final = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
}

TITLES: Final = ("og:title", "twitter:title", "title")
DESCRIPTIONS: Final = ("og:description", "twitter:description", "description")
SITES: Final = ("og:site_name", "application-name")
IMAGES: Final = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
)


@dataclass(frozen=True)
class PageFacts:
    """Plain text, in one line each, cut to what our rows hold; "" for what the page does not say."""

    title: str
    description: str
    site_name: str
    image_url: str


def read_page(body: bytes, *, charset: str, url: str) -> PageFacts:
    """Read a page's title, description, site and picture; Open Graph first, then Twitter's words, then plain HTML.

    Args:
        charset: as the server declared it, "" if it did not.
        url: of the page, for addresses that are relative to it.
    """
    facts: dict[str, str] = {}
    for name, value in _facts(decoded(body, charset=charset)):
        if value.strip():
            facts.setdefault(name, value)
        if len(facts) >= MAX_FACTS:
            break
    return PageFacts(
        title=_words(facts, TITLES, TITLE_LENGTH),
        description=_words(facts, DESCRIPTIONS, DESCRIPTION_LENGTH),
        site_name=_words(facts, SITES, SITE_LENGTH),
        image_url=_address(facts, url),
    )


def decoded(body: bytes, *, charset: str = "") -> str:
    """Text of a page: as its byte order mark, the server or the page itself declares, else UTF-8; never fails."""
    if body.startswith(b"\xef\xbb\xbf"):
        return body[3:].decode("utf-8", "replace")
    inside = DECLARED.search(body[:DECLARED_WITHIN].lower())
    for label in (charset, inside[1].decode() if inside else ""):
        known = label.strip().lower()
        if CHARSETS.fullmatch(known):
            try:
                return body.decode(READ_AS.get(known, known), "replace")
            except LookupError:
                continue
    return body.decode("utf-8", "replace")


def _facts(text: str) -> Iterator[tuple[str, str]]:
    """(name, value as written) of each meta element and title outside of comments, scripts and the like."""
    place = 0
    while found := OPENING.search(text, place):
        name = (found[2] or found[1]).lower()
        if name == "meta":
            attributes, place = _attributes(text, found.end())
            key = attributes.get("property") or attributes.get("name") or ""
            yield key.strip().lower(), attributes.get("content", "")
            continue
        begin = text.find(">", found.end()) + 1 if name != "!--" else found.end()
        end = _end_of(name, text, begin) if begin else -1
        if end < 0:
            return
        if name == "title":
            yield "title", text[begin : min(end, begin + MAX_VALUE)]
        place = end


def _end_of(name: str, text: str, begin: int) -> int:
    """Where the content ends that begins here; -1 if nowhere, which ends the page for a browser too."""
    if name == "!--":
        return text.find("-->", begin)
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, begin)
    return end.start() if end else -1


def _attributes(text: str, place: int) -> tuple[dict[str, str], int]:
    """Attributes of the tag whose name ends here, the first of each name, and where the tag ends."""
    place = _after_blanks(text, place)
    limit = min(place + MAX_TAG, len(text))
    attributes: dict[str, str] = {}
    while place < limit and text[place] != ">":
        if found := ATTRIBUTE.match(text, place, limit):
            value = found[2] or found[3] or found[4] or ""
            attributes.setdefault(found[1].lower(), value[:MAX_VALUE])
        place = _after_blanks(text, found.end() if found else place + 1)
    return attributes, place


def _after_blanks(text: str, place: int) -> int:
    blanks = BETWEEN.match(text, place)
    return blanks.end() if blanks else place


def _first(facts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((html.unescape(facts[name]) for name in names if name in facts), "")


def _words(facts: dict[str, str], names: tuple[str, ...], length: int) -> str:
    words = one_line(_first(facts, names))
    if len(words) <= length:
        return words
    head, space, _rest = words[: length - 1].rpartition(" ")
    return f"{head if space else words[: length - 1]}…"


def _address(facts: dict[str, str], url: str) -> str:
    """Of the picture, absolute; "" if there is none that could be asked for."""
    found = _first(facts, IMAGES).strip().replace(" ", "%20")
    try:
        return str(Target.parse(urljoin(url, found))) if found else ""
    except (AddressRefusedError, ValueError):
        return ""
