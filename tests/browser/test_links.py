"""Every link, image, style and script of every page leads somewhere."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser.conftest import Newsroom

# Deeds and pages that answer only a form or a mail's link.
NOT_FOLLOWED = ("/sponsors/click/", "/accounts/confirm-email/")


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


@pytest.mark.parametrize("who", ["", "alice", "mona"])
def test_no_link_is_broken(client: Client, newsroom: Newsroom, who: str) -> None:
    if who:
        client.force_login(newsroom.mona if who == "mona" else newsroom.alice)
    broken: list[str] = []
    seen = {"/"}
    queue = deque([("/", "")])

    while queue:
        path, origin = queue.popleft()
        broken += _visit(client, path, origin, seen, queue)

    assert broken == []
    assert len(seen) > 60


def _visit(
    client: Client, path: str, origin: str, seen: set[str], queue: deque[tuple[str, str]]
) -> list[str]:
    """Ask for `path`, queue what it names; what is wrong with it."""
    if path.startswith("/static/"):
        is_there = finders.find(path.removeprefix("/static/").split("?")[0]) is not None
        return [] if is_there else [f"{path} (on {origin}): no such file"]
    response = client.get(path, headers={"accept-language": "en"})
    if response.status_code in (301, 302):
        _queue(response["Location"], path, seen, queue)
        return []
    if response.status_code != 200:
        return [f"{path} (on {origin}): {response.status_code}"]
    if path.startswith("/admin/") or "text/html" not in response["Content-Type"]:
        return []
    links = Links(response.content.decode(), base=path)
    for address in links.found:
        _queue(address, path, seen, queue)
    return [f"{path}: nothing has the id {each}" for each in links.fragments - links.ids - {""}]


def _queue(address: str, origin: str, seen: set[str], queue: deque[tuple[str, str]]) -> None:
    if address not in seen and not address.startswith(NOT_FOLLOWED):
        seen.add(address)
        queue.append((address, origin))
