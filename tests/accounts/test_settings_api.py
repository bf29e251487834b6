"""What the pages of one's settings make, a program makes too: invitations, push, apps of one's own."""

from typing import Any

import pytest
from oauth2_provider.models import Application

from accounts.delivery.keys import public_key
from accounts.models import KeptAnswer, PushSubscription, Scope, TrustLevel, User
from accounts.services.oauth_apps import MAX_APPS
from accounts.services.signing_up import invitation_for
from tests.accounts.push_service import Browser
from tests.factories import make_member
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db
APP = {"name": "Pocket Quay", "redirect_uris": ["https://app.example.org/back"]}


@pytest.fixture
def alice() -> User:
    return make_member("alice", trust_level=TrustLevel.MEMBER)


def test_a_member_invites_as_long_as_the_site_lets_him(alice: User) -> None:
    program, bob = Program(alice), Program(make_member("bob", trust_level=TrustLevel.NEW))

    made = [program.post("account/invitations/") for _time in range(6)]
    listed = program.get("account/invitations/").json()

    assert [each.status_code for each in made] == [201] * 5 + [409]
    assert made[0].json() == listed[-1]
    assert invitation_for(listed[0]["url"].rstrip("/").rpartition("/")[2]) is not None
    assert (listed[0]["guest"], listed[0]["used_at"]) == (None, None)
    assert bob.get("account/invitations/").json() == []
    assert bob.post("account/invitations/").json()["code"] == "not_possible"


def test_an_app_is_pushed_to_until_it_asks_no_more(alice: User) -> None:
    program, bob, keys = Program(alice), Program(make_member("bob")), Browser().keys

    made = [program.post("account/push/", keys).json() for _time in range(2)]
    path = f"account/push/{made[0]['id']}/"

    assert program.get("account/push/key/").json() == {"key": public_key()}
    assert program.get("account/push/").json() == made[:1] == made[1:]
    assert bob.get("account/push/").json() == []
    assert (bob.delete(path).status_code, program.delete(path).status_code) == (404, 204)
    assert not PushSubscription.objects.exists()


def test_an_app_is_registered_and_its_secret_told_once(alice: User) -> None:
    program, bob = Program(alice), Program(make_member("bob"))

    made, again = (
        program.post("account/own-apps/", APP | {"is_confidential": True}, Idempotency_Key="one")
        for _time in range(2)
    )
    path = f"account/own-apps/{made.json()['id']}/"

    assert made.json()["redirect_uris"] == APP["redirect_uris"]
    assert len(made.json()["client_secret"]) > 40
    assert again.json() == made.json() | {"client_secret": ""}
    assert made.json()["client_secret"] not in str(KeptAnswer.objects.values_list("body"))
    assert [{**each, "client_secret": ""} for each in program.get("account/own-apps/").json()] == [again.json()]  # fmt: skip
    assert bob.get("account/own-apps/").json() == []
    assert (bob.delete(path).status_code, program.delete(path).status_code) == (404, 204)


def test_nobody_registers_apps_without_end(alice: User) -> None:
    Application.objects.bulk_create(Application(user=alice, name=str(n)) for n in range(MAX_APPS))

    assert Program(alice).post("account/own-apps/", APP).json()["code"] == "not_possible"


@pytest.mark.parametrize(
    ("path", "sent", "pointer"),
    [
        ("push", Browser().keys | {"endpoint": "http://push.example.org/"}, "/endpoint"),
        ("push", {"endpoint": "https://push.example.org/", "p256dh": "AAAA", "auth": "AAAA"}, "/p256dh"),
        ("push", Browser().keys | {"browser": "Firefox"}, "/browser"),
        ("own-apps", APP | {"redirect_uris": ["http://app.example.org/"]}, "/redirect_uris"),
        ("own-apps", APP | {"redirect_uris": "https://app.example.org/"}, "/redirect_uris"),
        ("own-apps", APP | {"client_secret": "mine"}, "/client_secret"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(alice: User, path: str, sent: dict[str, Any], pointer: str) -> None:
    answer = Program(alice).post(f"account/{path}/", sent)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("invitations", Scope.PROFILE),
        ("own-apps", Scope.PROFILE),
        ("push", Scope.NOTIFICATIONS),
    ],
)
def test_strangers_and_small_tokens_stay_outside(alice: User, path: str, scope: Scope) -> None:
    small = Program(alice, Scope.READ)

    for send in (small.get, small.post):
        assert send(f"account/{path}/").json()["scope"] == scope
    assert Program(None).get(f"account/{path}/").status_code == 401
    assert small.put(f"account/{path}/").status_code == 405
