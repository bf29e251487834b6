"""Who comes with a session is found with it in one question, and is nobody else, nor anybody who was shut out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.models.user import at_hand
from config import arriving, sessions
from config.arriving import who_comes
from config.sessions import SessionStore
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

Deed = Callable[[User], object]


def signed_in(name: str) -> Client:
    make_member(name)
    browser = Client()
    browser.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return browser


def _new_password(member: User) -> None:
    member.set_password("tulip anvil orbit mustard")
    member.save(update_fields=["password"])


def _members(member: User, **columns: object) -> int:
    return User.objects.filter(pk=member.pk).update(**columns)


SHUT_OUT: dict[str, Deed] = {
    "signed out": lambda _alice: Session.objects.all().delete(),
    "expired": lambda _alice: Session.objects.update(expire_date=timezone.now()),
    "new password": _new_password,
    "switched off": lambda alice: _members(alice, is_active=False),
    "deleted": lambda alice: alice.delete(),
    "other data": lambda _alice: Session.objects.update(session_data="e30:1x:forged"),
}


@pytest.mark.parametrize("deed", SHUT_OUT)
def test_who_was_shut_out_is_out_at_the_next_request(deed: str) -> None:
    here, there = signed_in("alice"), signed_in("bob")
    before = here.get("/settings/").status_code

    SHUT_OUT[deed](User.objects.get(username="alice"))

    assert (before, here.get("/settings/").status_code) == (200, 302)
    is_bob_in = there.get("/settings/").status_code == 200
    assert is_bob_in == (deed in ("new password", "switched off", "deleted"))


def test_what_a_member_became_shows_at_the_next_request() -> None:
    here = signed_in("alice")
    alice = User.objects.get(username="alice")
    here.get("/")

    _members(alice, theme="dark", display_name="Alice of the Quay")
    page = here.get("/settings/").text
    _members(alice, suspended_until=timezone.now() + timedelta(days=1))

    assert "Alice of the Quay" in page
    assert 'data-theme="dark"' in page
    assert here.get("/settings/").status_code == 403


def test_one_question_finds_session_and_member() -> None:
    here = signed_in("alice")
    here.get("/settings/")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        here.get("/notifications/")

    told = [each["sql"] for each in asked.captured_queries]
    assert sum("django_session" in sql for sql in told) == 1
    assert not [sql for sql in told if 'FROM "accounts_user" WHERE "accounts_user"."id"' in sql]


def test_the_list_of_devices_never_says_who_is_signed_in() -> None:
    here, mallory = signed_in("alice"), make_member("mallory")
    there = signed_in("bob")
    UserSession.objects.filter(user__username="alice").update(user=mallory)
    UserSession.objects.filter(user__username="bob").delete()

    assert here.get("/settings/").context["user"].username == "alice"
    assert there.get("/settings/").context["user"].username == "bob"


def test_what_came_with_the_session_is_all_of_the_member_and_given_once() -> None:
    key = signed_in("alice").session.session_key
    bob = make_member("bob")
    store = SessionStore(key)
    row = store.take_member()
    asked = User.objects.filter(username="alice").get()

    with at_hand(row):
        found, other = User.objects.get(pk=asked.pk), User.objects.get(pk=bob.pk)

    fields = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(found, each) for each in fields] == [getattr(asked, each) for each in fields]
    assert other == bob
    assert (store.take_member(), SessionStore("nobody").take_member()) == ((), ())


def test_each_request_has_a_member_and_a_session_of_its_own(rf: RequestFactory) -> None:
    key = signed_in("alice").session.session_key
    fields = [field.attname for field in User._meta.concrete_fields]

    def come() -> tuple[User, SessionStore]:
        request = rf.get("/")
        request.session = SessionStore(key)
        found = who_comes(request)
        assert isinstance(found, User)
        return found, request.session

    (_first, _session), (one, ones), (other, others) = come(), come(), come()
    one.theme, one.avatar, one.__dict__["roles"] = "dark", "mine.png", frozenset({"editors"})
    ones["account_authentication_methods"].append("stolen")
    later, _session = come()
    asked = User.objects.filter(username="alice").get()

    for each in (other, later):
        assert [getattr(each, name) for name in fields] == [getattr(asked, name) for name in fields]
        assert (each.roles, each._state.db, each._state.adding) == (frozenset(), "default", False)
    assert "stolen" not in others["account_authentication_methods"]


def test_what_is_known_of_members_and_sessions_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving._known, "size", 2)
    monkeypatch.setattr(sessions._unsealed, "size", 2)

    for name in ("alice", "bob", "carol", "dave", "erin"):
        signed_in(name).get("/settings/")

    assert (len(arriving._known) <= 2, len(sessions._unsealed) <= 2) == (True, True)
