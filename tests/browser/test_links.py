"""Every link, image, style and script of every page leads somewhere."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser.conftest import Newsroom

# Deeds and pages that answer only a form or a mail's link.
NOT_FOLLOWED = ("/sponsors/click/", "/accounts/confirm-email/")
# One template makes them all: of addresses that differ in these alone, so many are visited.
ENOUGH: Final = 3
OWN_WORDS: Final = re.compile(
    r"\d+|(?<=/categories/)[^/]+|(?<=/tags/)[^/]+|(?<=/members/)[^/]+|(?<=after=)[^&]+"
)


class Links(HTMLParser):
    """Addresses on this site that a page names: links, images, styles, scripts."""

    def __init__(self, html: str, *, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: set[str] = set()
        self.ids: set[str] = set()
        self.fragments: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        for name in ("href", "src"):
            if name in values:
                self._add(values[name])
        for candidate in values.get("srcset", "").split(","):
            if candidate.strip():
                self._add(candidate.split()[0])

    def _add(self, address: str) -> None:
        if address.startswith("#"):
            self.fragments.add(address[1:])
        parts = urlsplit(urljoin(f"http://testserver{self.base}", address))
        if parts.netloc == "testserver":
            self.found.add(parts.path + (f"?{parts.query}" if parts.query else ""))


@dataclass
class Walk:
    """Where a reader has been and is still to go, each address with the page that named it."""

    queue: deque[tuple[str, str]] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, address: str, *, origin: str) -> None:
        if address in self.seen or address.startswith(NOT_FOLLOWED):
            return
        self.seen.add(address)
        kind = OWN_WORDS.sub("*", address)
        self.kinds[kind] += 1
        if self.kinds[kind] <= ENOUGH:
            self.queue.append((address, origin))


@pytest.mark.parametrize("who", ["", "alice", "mona"])
def test_no_link_is_broken(client: Client, newsroom: Newsroom, who: str) -> None:
    if who:
        client.force_login(newsroom.mona if who == "mona" else newsroom.alice)
    broken: list[str] = []
    walk = Walk()
    walk.add("/", origin="")

    while walk.queue:
        path, origin = walk.queue.popleft()
        broken += _visit(client, path, origin, walk)

    assert broken == []
    assert len(walk.kinds) > 60


def _visit(client: Client, path: str, origin: str, walk: Walk) -> list[str]:
    """Ask for `path`, queue what it names; what is wrong with it."""
    if path.startswith("/static/"):
        is_there = finders.find(path.removeprefix("/static/").split("?")[0]) is not None
        return [] if is_there else [f"{path} (on {origin}): no such file"]
    response = client.get(path, headers={"accept-language": "en"})
    if response.status_code in (301, 302):
        walk.add(response["Location"], origin=path)
        return []
    if response.status_code != 200:
        return [f"{path} (on {origin}): {response.status_code}"]
    if path.startswith("/admin/") or "text/html" not in response["Content-Type"]:
        return []
    links = Links(response.content.decode(), base=path)
    for address in links.found:
        walk.add(address, origin=path)
    return [f"{path}: nothing has the id {each}" for each in links.fragments - links.ids - {""}]
