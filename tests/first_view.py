"""What a first visit to a page transfers, as a browser counts it, from what the page says and the files that it names."""

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import brotli
from django.contrib.staticfiles import finders

KB: Final = 1024
LINK: Final = re.compile(r"<link\b[^>]*>")
SCRIPT: Final = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"[^>]*>")
# What browsers and the style sheet set in italics, for which one font more is fetched.
EMPHASIS: Final = re.compile(r"<(?:em|i|cite|dfn|address|blockquote)\b")
ITALICS: Final = "/static/fonts/newsreader-italic.woff2"


class FirstView(NamedTuple):
    """Bytes on the wire: text compressed as kept pages are, fonts as they are; pictures do not count.

    `requests`: for the page and its files; `italics`: of the font that emphasis asks for.
    """

    html: int
    styles: int
    scripts: int
    fonts: int
    italics: int
    requests: int

    @property
    def weight(self) -> int:
        return self.html + self.styles + self.scripts + self.fonts + self.italics


def first_view(html: str) -> FirstView:
    styles, scripts = _links(html, "stylesheet"), SCRIPT.findall(html)
    fonts = [url for url in _links(html, "preload") if url.endswith(".woff2")]
    italics = [ITALICS] if EMPHASIS.search(html.partition("<main")[2]) else []
    return FirstView(
        html=len(brotli.compress(html.encode(), mode=brotli.MODE_TEXT, quality=5)),
        styles=sum(map(_size, styles)),
        scripts=sum(map(_size, scripts)),
        fonts=sum(map(_size, fonts)),
        italics=sum(map(_size, italics)),
        requests=1 + len({*styles, *scripts, *fonts, *italics}),
    )


def _links(html: str, rel: str) -> list[str]:
    tags = [tag for tag in LINK.findall(html) if f'rel="{rel}"' in tag]
    return [found[1] for tag in tags if (found := re.search(r'href="([^"]+)"', tag))]


@cache
def _size(url: str) -> int:
    """Compressed once: every page names the same few files."""
    found = finders.find(urlsplit(url).path.removeprefix("/static/"))
    assert isinstance(found, str)
    data = Path(found).read_bytes()
    return len(data) if found.endswith(".woff2") else len(brotli.compress(data))
