"""What a member can do to the own account on the pages, a program can do too."""

from datetime import timedelta
from io import BytesIO
from json import dumps
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import Leaving, Scope, User
from accounts.services.exporting import make_due
from tests.factories import enter_surely, make_member, make_upload
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db
SINGLES = ("account/profile/", "account/settings/", "account/notifications/")


@pytest.fixture
def alice() -> User:
    return make_member("alice", display_name="Alice")


def test_a_profile_is_read_and_changed(alice: User) -> None:
    program = Program(alice)
    read = program.get("account/profile/")

    changed = program.patch("account/profile/", {"bio": "Writes."}, If_Match=read["ETag"])
    lost = program.patch("account/profile/", {"bio": "Late."}, If_Match=read["ETag"])

    assert changed.json() == {
        "username": "alice", "name": "Alice", "display_name": "Alice", "bio": "Writes.", "avatar": "", "url": "/members/alice/",
    }  # fmt: skip
    assert (lost.status_code, lost.json()["code"]) == (412, "changed_meanwhile")
    assert program.patch("account/profile/", {"bio": "Blind."}).status_code == 428


def test_a_picture_comes_as_a_form_and_goes_again(alice: User) -> None:
    program = Program(alice)
    client, headers = program.client, program.headers | {"If-Match": "*"}
    body = b"--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\n\r\n"  # fmt: skip
    body += make_upload().read() + b"\r\n--b--\r\n"

    sent = client.patch("/api/v1/account/profile/", body, "multipart/form-data; boundary=b", headers=headers)  # fmt: skip
    gone = program.patch("account/profile/", {"remove_avatar": True}, If_Match="*")

    assert sent.json()["avatar"].startswith("/media/avatars/")
    assert gone.json()["avatar"] == ""


def test_settings_are_changed_one_by_one(alice: User) -> None:
    program = Program(alice)

    answer = program.patch(
        "account/settings/", {"theme": "dark", "time_zone": "Europe/Amsterdam"}, If_Match="*"
    )
    shown = program.patch("account/settings/", {"shows_reactions": True}, If_Match=answer["ETag"])

    assert shown.json() == {
        "language": "", "time_zone": "Europe/Amsterdam", "theme": "dark", "text_size": "m", "shows_reactions": True,
    }  # fmt: skip


def test_each_kind_of_notification_is_chosen(alice: User) -> None:
    program = Program(alice)
    before = program.get("account/notifications/").json()

    answer = program.patch(
        "account/notifications/",
        {"mail_pace": "day", "kinds": {"reaction": [], "filed": ["push"]}},
        If_Match="*",
    )

    told = before | {"mail_pace": "day", "kinds": before["kinds"] | {"reaction": [], "filed": ["push"]}}  # fmt: skip
    assert answer.json() == told == program.get("account/notifications/").json()


@pytest.mark.parametrize(
    ("path", "wrong", "pointer"),
    [
        ("profile", {"username": "bob"}, "/username"),
        ("profile", {"display_name": "x" * 61}, "/display_name"),
        ("profile", {"display_name": "a\u202eb"}, "/display_name"),
        ("settings", {"theme": "pink"}, "/theme"),
        ("settings", {"time_zone": "Mars/North"}, "/time_zone"),
        ("settings", {"is_staff": True}, "/is_staff"),
        ("notifications", {"kinds": {"weather": []}}, "/kinds/weather"),
        ("notifications", {"kinds": {"reply": ["smoke"]}}, "/kinds/reply/0"),
        ("notifications", {"kinds": {"moderation": []}}, "/kinds/moderation"),
    ],
)
def test_what_is_wrong_is_named(
    alice: User, path: str, wrong: dict[str, Any], pointer: str
) -> None:
    answer = Program(alice).patch(f"account/{path}/", wrong, If_Match="*")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_the_scope_is_named_and_strangers_have_no_account(alice: User) -> None:
    small, stranger = Program(alice, Scope.READ), Program(None)

    for path in SINGLES:
        assert stranger.get(path).status_code == 401
        assert small.get(path).status_code == 200
        assert small.patch(path, {}, If_Match="*").json()["scope"] == Scope.PROFILE
    broad = Program(alice, *(set(Scope) - {Scope.CLOSE}))
    assert broad.put("account/leaving/", {"manner": "delete"}).json()["scope"] == Scope.CLOSE
    assert not Leaving.objects.exists()
    for path in ("sessions/", "tokens/", "apps/", "export/", "leaving/"):
        assert stranger.get(f"account/{path}").status_code == 401
        assert small.get(f"account/{path}").json()["scope"] == Scope.ACCOUNT


def test_browsers_are_listed_and_signed_out(alice: User) -> None:
    browsers = [_browser(alice) for _number in range(3)]
    program, bob = Program(alice), Program(make_member("bob"))
    listed = program.get("account/sessions/").json()
    pks = [each["id"] for each in listed]

    assert len(listed) == 3
    assert (listed[0]["ip"], listed[0]["is_current"]) == ("127.0.0.1", False)
    assert bob.delete(f"account/sessions/{pks[0]}/").status_code == 404
    assert program.delete(f"account/sessions/{pks[0]}/").status_code == 204
    asked = browsers[0].delete("/api/v1/account/sessions/")
    assert (asked.status_code, asked.json()["code"]) == (403, "reauthentication_required")
    assert browsers[0].delete(f"/api/v1/account/sessions/{pks[1]}/").status_code == 403
    enter_surely(browsers[0], alice)
    assert browsers[0].delete("/api/v1/account/sessions/").status_code == 204
    assert browsers[1].get("/settings/").status_code == 302
    assert browsers[0].get("/settings/").status_code == 200


def test_tokens_and_apps_are_listed_and_revoked(alice: User) -> None:
    program, other = Program(alice), Program(alice, Scope.READ)
    listed = program.get("account/tokens/").json()
    bob = Program(make_member("bob"))

    assert [each["scopes"] for each in listed] == [["read"], list(Scope)]
    assert bob.delete(f"account/tokens/{listed[0]['id']}/").status_code == 404
    assert program.delete(f"account/tokens/{listed[0]['id']}/").status_code == 204
    assert other.get("posts/").status_code == 401
    assert program.get("account/apps/").json() == []
    assert program.delete("account/apps/1/").status_code == 404


def test_data_are_asked_for_made_and_taken(alice: User) -> None:
    program = Program(alice)
    assert program.get("account/export/").status_code == 404

    asked = program.post("account/export/")
    too_early = program.get("account/export/file/")
    make_due()
    made = program.get("account/export/").json()
    taken = program.get("account/export/file/", Accept="application/zip")

    assert (asked.status_code, asked.json()["made_at"], too_early.status_code) == (201, None, 404)
    content = b"".join(taken.streaming_content)
    assert len(content) == made["size"]
    assert "account/profile.json" in ZipFile(BytesIO(content)).namelist()
    assert program.delete("account/export/").status_code == 204
    assert program.delete("account/export/").status_code == 404


def test_an_account_is_closed_later_and_kept_after_all(alice: User) -> None:
    program = Program(alice)
    assert program.get("account/leaving/").status_code == 404

    asked = program.put("account/leaving/", {"manner": "anonymise"})

    assert asked.json() == program.get("account/leaving/").json()
    assert program.put("account/leaving/", {"manner": "burn"}).status_code == 400
    assert program.delete("account/leaving/").status_code == 204
    assert not Leaving.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "account/leaving/", {"manner": "delete"}),
        ("POST", "account/export/", {}),
        ("POST", "webhooks/", {"url": "https://listener.example.org/", "kinds": ["post.published"]}),
    ],
)  # fmt: skip
def test_an_open_browser_alone_is_not_enough(
    alice: User, client: Client, method: str, path: str, body: dict[str, Any]
) -> None:
    def send() -> Any:
        return client.generic(method, f"/api/v1/{path}", dumps(body), "application/json")

    client.force_login(alice)
    refused = send()
    enter_surely(client, alice)

    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
    assert send().status_code in (200, 201)


def test_who_is_kept_out_still_takes_the_data_along(alice: User) -> None:
    alice.suspended_until = timezone.now() + timedelta(days=1)
    alice.save()
    program = Program(alice)

    assert program.get("account/profile/").json()["code"] == "suspended"
    assert program.post("account/export/").status_code == 201
    assert program.get("account/leaving/").status_code == 404


def _browser(member: User) -> Client:
    """A browser that has come by, as middleware would note it."""
    browser = Client(headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    browser.force_login(member)
    key = browser.session.session_key
    UserSession.objects.get_or_create(session_key=key, defaults={"user": member, "ip": "127.0.0.1"})
    return browser
