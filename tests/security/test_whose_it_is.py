"""Who is not the owner of a thing learns not even that it is there: every kind of thing, at every address, as every person."""

import pytest
from django.test import Client
from django.urls import reverse

from feed.models import Mute
from tests.factories import enter_surely, make_member, make_moderator
from tests.security.world import Door, doors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

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
