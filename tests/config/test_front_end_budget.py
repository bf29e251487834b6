"""What a first visit transfers, as a browser counts it: bytes, requests, what blocks the first paint."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

KB = 1024
MOST_STYLES, MOST_SCRIPTS, MOST_ALL, MOST_REQUESTS = 15 * KB, 20 * KB, 60 * KB, 8
# Icons are asked for once in a while, the manifest on installing; neither by the page's first view.
NOT_AT_FIRST_VIEW = (
    "icon",
    "apple-touch-icon",
    "manifest",
    "canonical",
    "next",
    "prev",
    "alternate",
    "search",
)
LINK = re.compile(r"<link\b[^>]*>")
SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"[^>]*>")


@pytest.fixture(params=["/", "article"])
def html(request: pytest.FixtureRequest, client: Client) -> str:
    post = make_post(body="\n\n".join(f"The dredger came back on day {day}." for day in range(40)))
    for number in range(5):
        make_comment(post=post, body=f"Well said, for the {number}th time.")
    return client.get(
        post.get_absolute_url() if request.param == "article" else "/"
    ).content.decode()


def test_the_first_view_stays_within_its_budget(html: str) -> None:
    styles, fonts, scripts = _styles(html), _fonts(html), SCRIPT.findall(html)
    files = {*styles, *fonts, *scripts}

    assert sum(map(_size, styles)) <= MOST_STYLES
    assert sum(map(_size, scripts)) <= MOST_SCRIPTS
    assert len(brotli.compress(html.encode())) + sum(map(_size, files)) <= MOST_ALL
    assert 1 + len(files) <= MOST_REQUESTS


def test_no_script_blocks_the_first_paint(html: str) -> None:
    tags = re.findall(r"<script\b[^>]*\bsrc=[^>]*>", html)

    assert all(re.search(r"type=\"module\"|\bdefer\b|\basync\b", tag) for tag in tags)


def _links(html: str, rel: str) -> list[str]:
    tags = [tag for tag in LINK.findall(html) if f'rel="{rel}"' in tag]
    return [found[1] for tag in tags if (found := re.search(r'href="([^"]+)"', tag))]


def _styles(html: str) -> list[str]:
    return _links(html, "stylesheet")


def _fonts(html: str) -> list[str]:
    return [url for url in _links(html, "preload") if url.endswith(".woff2")]


def _size(url: str) -> int:
    """Bytes on the wire: text compressed, fonts as they are."""
    found = finders.find(urlsplit(url).path.removeprefix("/static/"))
    assert isinstance(found, str)
    data = Path(found).read_bytes()
    return len(data) if found.endswith(".woff2") else len(brotli.compress(data))
