"""What is fuzzed: an ordered table of doors that strangers' bytes come in by, each with what may come out."""

import base64
import io
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from hypothesis import strategies as st

from accounts.services.personal_tokens import token_of
from accounts.tokens import unsubscribing_pk
from config.keyset import BadCursorError, Cursor, read_page
from counting.errors import ForgedTokenError
from counting.tokens import make_token, read_token
from exchange.errors import UnreadableError
from exchange.sources.feeds import read_feed_file
from exchange.sources.ghost import read_ghost
from exchange.sources.wxr import read_wxr
from feed.links.addresses import normalised
from feed.links.metadata import read_page as read_strangers_page
from feed.models import Post
from feed.selectors.feeds import LATEST
from feed.selectors.search import clean_query, search_posts
from feed.text.contents import contents_of, with_heading_links
from feed.text.earned import Links, as_earned
from feed.text.embeds import embed_of
from feed.text.markdown import render_article, render_comment
from feed.text.plain import excerpt_of, split_after_paragraph
from tests.exchange.exports import rss, rss_entry, wxr, wxr_comment, wxr_item
from tests.fuzz.oracle import Oracle
from tests.fuzz.payloads import FRAMES, NOISE, SCHEMES, TAGS, mutated

NOON: Final = datetime(2026, 2, 3, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """`strategy`: what goes in. `run`: fails by any error but those that it names itself."""

    name: str
    strategy: st.SearchStrategy[Any]
    run: Callable[[Any], None]
    needs_database: bool = False


class UnsafeHtmlError(AssertionError):
    """What came out holds something that it must not."""


def texts() -> st.SearchStrategy[str]:
    """Any text, pieces of attacks in any order, and attacks in attacks."""
    pieces = st.sampled_from((*TAGS, *SCHEMES, *FRAMES, *NOISE, "\n", "\n\n", "    ", "alert(1)"))
    attacks = st.integers(0, 2**32).map(lambda seed: mutated(Random(seed)))
    several = st.lists(pieces | st.text(max_size=20), max_size=12).map("".join)
    return st.one_of(st.text(max_size=300), several, attacks)


@st.composite
def broken(draw: st.DrawFn, whole: tuple[bytes, ...]) -> bytes:
    """One of `whole`, cut, repeated, overwritten and filled in at a few places."""
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        piece = draw(st.one_of(st.binary(max_size=12), st.just(data[start:end] * 2), st.just(b"")))
        data = data[:start] + piece + data[end:]
    return data


def _renders_safely(source: str) -> None:
    for html in (render_article(source), render_comment(source, mention_paths={"alice": "/a/"})):
        with_links = with_heading_links(html, language="en")
        before, after = split_after_paragraph(html, paragraph=1)
        earned = [as_earned(html, links) for links in Links]
        contents_of(html)
        for each in (html, before, after, *earned):
            _require_safe(each)
        if Oracle(with_links).wrong != Oracle(html).wrong:
            raise UnsafeHtmlError(with_links)
        excerpt_of(html)


def _require_safe(html: str) -> None:
    if wrong := Oracle(html).wrong:
        raise UnsafeHtmlError(f"{wrong} in {html}")


def _reads_tokens(text: str) -> None:
    with suppress(ForgedTokenError):
        read_token(text)
        if text not in _tokens():
            raise AssertionError(f"{text} was taken for one of ours")
    if unsubscribing_pk(text) is not None:
        raise AssertionError(f"{text} signs somebody off")


@cache
def _tokens() -> tuple[str, ...]:
    return (
        make_token("view", subject=41, now=NOON, event_id="abc"),
        make_token("impression", subject=2**62, now=NOON, event_id="def", detail="x-1_~"),
    )


def _takes_no_key(text: str) -> None:
    if token_of(text) is not None:
        raise AssertionError(f"{text} is nobody's key")


def _reads_export(read: Callable[..., Any]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with suppress(UnreadableError):
            list(read(io.BytesIO(data), note=lambda _line, _words: None))

    return run


def _reads_page(data: bytes) -> None:
    read_strangers_page(data, charset="", url="https://pier.example/one")


def _reads_address(text: str) -> None:
    address = normalised(text)
    if address is not None and normalised(address) != address:
        raise AssertionError(f"{text} becomes {address}, and that {normalised(address)}")
    embed_of(text)


def _searches(text: str) -> None:
    search_posts(clean_query(text), visitor=AnonymousUser(), cursor=None)


def _goes_on(text: str) -> None:
    with suppress(BadCursorError):
        cursor = Cursor.parse(text, order=LATEST)
        if Cursor.parse(str(cursor), order=LATEST) != cursor:
            raise AssertionError(f"{text} does not come back as itself")
        read_page(Post.objects.all(), order=LATEST, cursor=text)


def _packed(parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _cursors() -> st.SearchStrategy[str]:
    values = st.one_of(
        st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
        st.sampled_from(("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "", "now")),
        st.floats(), st.integers(), st.none(), st.booleans(), st.text(max_size=20),
    )  # fmt: skip
    keys = st.one_of(st.integers(-1, 2**64), st.floats(), st.text(max_size=3))
    parts = st.tuples(st.just(LATEST.name), values, keys, st.integers(0, 1)).map(list)
    waiting = st.lists(keys, max_size=3)
    ours = st.builds(lambda one, more: _packed([*one, *more]), parts, waiting)
    return st.one_of(st.text(max_size=60), ours)


def _one_changed(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    place, other = st.integers(0, 80), st.characters(codec="ascii")
    return st.builds(
        lambda one, at, to: one[: at % len(one)] + to + one[at % len(one) + 1 :], text, place, other
    )


GHOST: Final = json.dumps({"db": [{"meta": {"version": "5.0"}, "data": {
    "posts": [{"id": "1", "title": "One", "slug": "one", "html": "<p>x</p>", "status": "published", "published_at": "2019-05-01T08:00:00.000Z"}],
    "users": [{"id": "1", "name": "Ann", "slug": "ann", "email": "ann@quay.example"}], "tags": [{"id": "1", "name": "Harbour", "slug": "harbour"}],
    "posts_tags": [{"post_id": "1", "tag_id": "1"}], "posts_authors": [{"post_id": "1", "author_id": "1"}], "settings": [{"key": "title", "value": "Quay"}],
}}]}).encode()  # fmt: skip
WXR: Final = wxr(wxr_item(1, more=wxr_comment(1) + wxr_comment(2, parent=1)), wxr_item(2))
RSS: Final = rss(rss_entry(1), rss_entry(2, text="<b>x</b>")).encode()
ATOM: Final = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>1</id><title>y</title><updated>2020-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;z</content><link href="https://x/1"/></entry></feed>'
JSON_FEED: Final = b'{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","title":"y","content_html":"<p>z","date_published":"2020-01-01T00:00:00Z","tags":["a"],"authors":[{"name":"b"}]}]}'
PAGE: Final = b'<!doctype html><html lang=en><head><meta charset=utf-8><title>x</title><meta property="og:title" content="y"><meta property="og:image" content="/a.png"><link rel=canonical href="/b"></head><body><p>z</p></body></html>'

TARGETS: Final = (
    Target("renderer", texts(), _renders_safely),
    Target("event tokens", st.one_of(st.text(max_size=230), _one_changed(st.sampled_from(range(2)).map(lambda n: _tokens()[n]))), _reads_tokens),
    Target("WordPress exports", broken((WXR,)), _reads_export(read_wxr)),
    Target("Ghost exports", broken((GHOST,)), _reads_export(read_ghost)),
    Target("feeds", broken((RSS, ATOM, JSON_FEED)), _reads_export(read_feed_file)),
    Target("strangers’ pages", broken((PAGE,)), _reads_page),
    Target("addresses", st.one_of(texts(), st.text(max_size=60).map("https://".__add__), st.text(max_size=60).map("https://x.example/".__add__)), _reads_address),
    Target("personal tokens", st.text(max_size=80), _takes_no_key, needs_database=True),
    Target("search queries", texts(), _searches, needs_database=True),
    Target("cursors", _cursors(), _goes_on, needs_database=True),
)  # fmt: skip
