"""Who is not the owner of a thing learns not even that it is there: every kind of thing, at every address, as every person."""

import pytest
from django.test import Client
from django.urls import reverse

from feed.models import Mute
from tests.factories import enter_surely, make_member, make_moderator
from tests.security.world import Door, doors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

# Pages of one's own that name nothing by its number.
OWN = (
    "account_change_password", "account_email", "mfa_index", "usersessions_list", "socialaccount_connections", "feed:my-posts",
    "feed:bookmarks", "feed:post-create", "feed:feed-settings", "accounts:settings", "accounts:reading", "accounts:privacy",
    "accounts:notification-settings", "accounts:notifications", "accounts:data", "accounts:tokens", "accounts:apps",
    "accounts:webhooks", "accounts:invitations", "moderation:sanction", "sponsors:sponsors",
)  # fmt: skip
CLOSED = (401, 403, 404)


def test_nobody_but_the_owner_comes_in() -> None:
    """Strangers first: what they tried must still be there for the owner."""
    everything = doors()
    clients = {name: Client() for name in ("nobody", "bob", "mona", "alice")}
    enter_surely(clients["bob"], make_member("bob"))
    enter_surely(clients["mona"], make_moderator())
    enter_surely(clients["alice"], make_member("alice"))

    wrong = [
        f"{name} {door.method} {door.route}: {status}"
        for name, client in clients.items()
        for door in everything
        if not is_right(name, door, status := ask(client, door))
    ]

    assert wrong == [], "\n".join(wrong)


def test_no_browser_keeps_what_is_the_owners_alone() -> None:
    """Posts and comments of their own that others may read as well are none of these; programs speak for themselves."""
    alice = Client()
    everything = doors()
    enter_surely(alice, make_member("alice"))
    pages = [reverse(door.route, kwargs=door.args) for door in everything if door.method == "get"]
    pages += [reverse(name) for name in OWN]

    kept = {}
    for page in pages:
        answer = alice.get(page)
        if answer.status_code == 200 and "no-store" not in answer.headers["Cache-Control"]:
            kept[page] = answer.headers["Cache-Control"]

    assert len(pages) > len(OWN) + 5
    assert {page for page in kept if not page.startswith("/api/")} == set()


def ask(client: Client, door: Door) -> int:
    """302 to the sign-in counts as 401."""
    answer = getattr(client, door.method)(reverse(door.route, kwargs=door.args))
    is_sent_away = answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]
    return 401 if is_sent_away else int(answer.status_code)


def is_right(name: str, door: Door, status: int) -> bool:
    """The owner gets a page, or is told what is wrong with a form; it may be gone by an earlier door."""
    if name == "alice":
        return status < 500 and status not in (401, 403)
    if door.is_deaf and name != "nobody":
        return status < 400 and Mute.objects.exists()
    if name == "mona" and door.may_moderate:
        return status < 500
    return status in CLOSED
