"""Every address that names a thing by its number: whoever has no business there learns nothing, by any method.

The addresses are those of the site. One that no row of the table knows makes the test fail: say whose its things are.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import enter_surely, make_member
from tests.security.world import doors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

# Django's forms know two methods; each other is 405 before anybody looks.
OF_PAGES: Final = ("get", "post")
OF_PROGRAMS: Final = ("get", "post", "put", "patch", "delete")
CLOSED: Final = frozenset((401, 403, 404, 405))
# Which addresses (a pattern of the view's name): which of Alice's things (a door of world.py) stands there. First that fits.
PRIVATE: Final = (
    (r"feed:comment(-edit|-delete)|api:comment-detail", "feed:comment-edit"),
    (r"feed:bookmark-list.*|api:bookmark-list-.*", "feed:bookmark-list"),
    (r"feed:unmute|api:mute-detail", "feed:unmute"),
    (r"feed:series-edit", "feed:series-edit"),
    (r"accounts:notification-read|api:notification-read", "accounts:notification-read"),
    (r"accounts:token-revoke|accounts-api:token-detail", "accounts:token-revoke"),
    (r"accounts:session-end|accounts-api:session", "accounts:session-end"),
    (r"accounts:webhook.*|api:webhook-(detail|deliveries|ping|switch-on)", "accounts:webhook"),
    (r"accounts:delivery-again|api:webhook-delivery-send-again", "accounts:delivery-again"),
    (r"accounts:app-.*|accounts-api:(app|own-app|push)-detail|api:picture|mfa_.*", ""),
    (r"sponsors:desk", "sponsors:desk"),
    (r"sponsors:(flight|flight-csv|creative-create)|sponsors-api:flight-.*", "sponsors:flight"),
    (r"sponsors:creative-.*|sponsors-api:creative-detail", "sponsors:creative-edit"),
    (r"sponsors:invoice|sponsors-api:invoice-.*", ""),
    (r"moderation:(decision|appeal|say)|moderation-api:decision-.*", "moderation:decision"),
    (r"moderation-api:(queue-take|rule-.*|batch-.*)|moderation-undo", ""),
    (r"moderation:report", "feed:post-edit"),
    (r"(feed|api):(post|poll|react|keep|vote|thread|comment-create|mentionable|embed|revision|not-relevant|comments-feed|bookmark$|share-mastodon).*", "feed:post-edit"),
)  # fmt: skip
# Things that are everybody's, and why.
PUBLIC: Final = (
    (r"feed:comment|api:comment-vote", "a comment under a post that is out"),
    (r"feed:series|api:series-detail", "a series is read by all; its door for changes stands in world.py"),
    (r"sponsors:(hide|show)|sponsors-api:library-hide", "what a reader wants not to see is noted for himself"),
    (r"api:bookmark-detail", "the number of a post, in the asker's own bookmarks"),
    (r"feed:sitemap-.*", "numbers of pages"),
)  # fmt: skip
# Told the same whether it is there or not; read by all, but not changed.
DEAF: Final = frozenset(("feed:unmute", "api:mute-detail"))
READ_BY_ALL: Final = frozenset((("get", "api:comment-detail"),))


def addresses(patterns: Any = None, space: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Names of the views that take a number, with the names of all that they take; the admin has a test of its own."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver) and each.namespace != "admin":
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and each.name and "pk" in each.pattern.regex.groupindex:
            yield space + each.name, frozenset(each.pattern.regex.groupindex)


def row_of(route: str, table: tuple[tuple[str, str], ...]) -> str | None:
    return next((told for names, told in table if re.fullmatch(names, route)), None)


def test_every_address_has_a_row() -> None:
    unknown = {
        route
        for route, _ in addresses()
        if row_of(route, PRIVATE) is None and row_of(route, PUBLIC) is None
    }

    assert unknown == set()
    assert len(set(addresses())) > 80


def test_strangers_come_in_nowhere() -> None:
    """Members who look after a section come in at some: tests/security/test_whose_it_is.py."""
    known = {door.route: door.args for door in doors()}
    asked = {
        (route, tuple(sorted(arguments(taken, known.get(thing or "", {"pk": 987654})).items())))
        for route, taken in addresses()
        if (thing := row_of(route, PRIVATE)) is not None and row_of(route, PUBLIC) is None
    }
    clients = {"nobody": Client(), "bob": Client()}
    enter_surely(clients["bob"], make_member("bob"))

    wrong = [
        f"{name} {method} {route}: {status}"
        for name, client in clients.items()
        for route, given in sorted(asked)
        for method in (OF_PROGRAMS if "api:" in route else OF_PAGES)
        if (method, route) not in READ_BY_ALL
        and (status := ask(client, method, reverse(route, kwargs=dict(given)))) not in CLOSED
        and not (route in DEAF and name == "bob")
    ]

    assert wrong == [], "\n".join(wrong)


def arguments(taken: frozenset[str], thing: dict[str, Any]) -> dict[str, Any]:
    """What the address takes: the thing's number, and something fitting for the rest."""
    fitting = {"slug": "x", "number": 1, "other_pk": thing["pk"], "kind": "post", "form": "rss", "theme": "light", "direction": "ltr"}  # fmt: skip
    return {name: thing["pk"] if name == "pk" else fitting[name] for name in taken}


def ask(client: Client, method: str, path: str) -> int:
    """302 to the sign-in counts as 401."""
    answer = getattr(client, method)(path)
    is_sent_away = answer.status_code == 302 and "/login/" in answer.headers["Location"]
    return 401 if is_sent_away else int(answer.status_code)
