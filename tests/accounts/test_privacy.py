"""What others see of a member, and who is kept at a distance."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Block, User
from accounts.services.blocking import block
from tests.factories import make_member

pytestmark = pytest.mark.django_db

PAGE = "/settings/privacy/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_member("alice")
    client.force_login(alice)
    return alice


def test_a_member_may_show_what_he_appreciates(client: Client, alice: User) -> None:
    client.post(PAGE, {"shows_reactions": "on"})

    alice.refresh_from_db()
    assert alice.shows_reactions


def test_nobody_shows_it_by_default(client: Client, alice: User) -> None:
    client.post(PAGE, {})

    alice.refresh_from_db()
    assert not alice.shows_reactions


def test_asking_to_block_changes_nothing(client: Client, alice: User) -> None:
    make_member("mallory")

    assert "Block mallory?" in client.get("/settings/block/mallory/").text
    assert not Block.objects.exists()


def test_a_member_is_blocked_and_listed(client: Client, alice: User) -> None:
    make_member("mallory")

    response = client.post("/settings/block/Mallory/", follow=True)

    assert "mallory is blocked." in response.text
    assert 'action="/settings/unblock/mallory/"' in response.text


def test_a_block_can_be_lifted(client: Client, alice: User) -> None:
    block(alice, other=make_member("mallory"))

    client.post("/settings/unblock/mallory/")

    assert not Block.objects.exists()


def test_others_blocks_are_not_mine_to_lift(client: Client, alice: User) -> None:
    block(make_member("bob"), other=make_member("mallory"))

    client.post("/settings/unblock/mallory/")

    assert Block.objects.count() == 1


def test_nobody_blocks_himself(client: Client, alice: User) -> None:
    response = client.post("/settings/block/alice/")

    assert response.status_code == 400
    assert "You cannot block yourself." in response.text


@pytest.mark.parametrize("deed", ["block", "unblock"])
def test_who_does_not_exist_is_not_found(client: Client, alice: User, deed: str) -> None:
    assert client.post(f"/settings/{deed}/nobody-here/").status_code == 404


@pytest.mark.parametrize(
    ("method", "address"), [("get", "/settings/unblock/bob/"), ("put", PAGE), ("delete", "/settings/block/bob/")]
)  # fmt: skip
def test_other_methods_are_refused(client: Client, alice: User, method: str, address: str) -> None:
    make_member("bob")

    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("address", [PAGE, "/settings/block/bob/"])
def test_visitors_are_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_few_queries(
    client: Client, alice: User, rows: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(rows):
        block(alice, other=make_member(f"member{number}"))

    with django_assert_max_num_queries(7):
        client.get(PAGE)
