"""Site maps, as sitemaps.org and Google News read them.

Sources: https://www.sitemaps.org/protocol.html; Google's pages on news sitemaps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from feed.syndication.xml import printable

# The protocol's limit for one file.
MAX_ADDRESSES: Final = 50_000
# Google's limit for a news sitemap.
MAX_NEWS: Final = 1_000
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
PROTOCOL: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS: Final = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclass(frozen=True)
class Address:
    """A page. `url` is absolute; `changed_at` is aware, or None where it is not known."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class NewsAddress:
    """A recent article."""

    url: str
    title: str
    language: str
    published_at: datetime


def render_index(maps: Iterable[Address]) -> bytes:
    """The list of the site's maps."""
    body = "".join(f"<sitemap>{_loc(each)}</sitemap>\n" for each in maps)
    return f"{HEAD}<sitemapindex {PROTOCOL}>\n{body}</sitemapindex>\n".encode()


def render_map(addresses: Iterable[Address]) -> bytes:
    """One map; the caller keeps to MAX_ADDRESSES."""
    body = "".join(f"<url>{_loc(each)}</url>\n" for each in addresses)
    return f"{HEAD}<urlset {PROTOCOL}>\n{body}</urlset>\n".encode()


def render_news(articles: Iterable[NewsAddress], *, publication: str) -> bytes:
    """The map of recent articles; the caller keeps to MAX_NEWS. `publication`: name of the site."""
    body = "".join(_article(each, publication) for each in articles)
    return f"{HEAD}<urlset {PROTOCOL} {NEWS}>\n{body}</urlset>\n".encode()


def _loc(address: Address) -> str:
    changed = address.changed_at
    last = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<loc>{_text(address.url)}</loc>{last}"


def _article(article: NewsAddress, publication: str) -> str:
    return (
        f"<url><loc>{_text(article.url)}</loc><news:news>"
        f"<news:publication><news:name>{_text(publication)}</news:name>"
        f"<news:language>{_text(article.language)}</news:language></news:publication>"
        f"<news:publication_date>{article.published_at.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{_text(article.title)}</news:title></news:news></url>\n"
    )


def _text(value: str) -> str:
    return escape(printable(value))
