"""Dangerous acts ask once more who it is, on the pages of members and in the admin."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import DataExport, PersonalToken, SignUpPolicy, TrustRule, User, Webhook
from config.danger import MOST_AT_ONCE
from feed.models import Post, WrittenRule
from tests.admin.conftest import make_administrator
from tests.factories import (
    PASSWORD,
    enter_surely,
    make_category,
    make_member,
    make_moderator,
    make_post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

PROOF = "/accounts/reauthenticate/"
TOKEN = {"name": "Reader", "scopes": ["read"], "days": "30"}


def asks(response: Any) -> bool:
    return urlsplit(str(response.headers.get("Location", ""))).path == PROOF


def prove(client: Client, asked: Any, password: str = PASSWORD) -> Any:
    """What the member sends from the page that asks."""
    target = parse_qs(urlsplit(asked.headers["Location"]).query)["next"][0]
    return client.post(PROOF, {"password": password, "next": target})


def test_a_new_token_waits_for_the_password_and_is_then_made(client: Client) -> None:
    client.force_login(make_member("alice"))

    page, asked = client.get("/settings/tokens/"), client.post("/settings/tokens/", TOKEN)
    wrong = prove(client, asked, "wrong password here")
    before = PersonalToken.objects.count()
    made = prove(client, asked)

    assert page.status_code == 200
    assert asks(asked)
    assert (wrong.status_code, before) == (200, 0)
    assert made.status_code == 201
    assert 'value="bsk_' in made.text
    assert PersonalToken.objects.get().name == "Reader"


def test_addresses_passwords_factors_and_going_ask(client: Client) -> None:
    alice = make_member("alice")
    client.force_login(alice)

    added = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    mine = {"action_remove": "", "email": alice.email}
    change = {"oldpassword": "wrong", "password1": "quite other words", "password2": "quite other words"}  # fmt: skip
    client.post("/accounts/password/change/", change)

    assert asks(added)
    assert asks(client.post("/accounts/email/", mine))
    assert not EmailAddress.objects.filter(email="new@example.org").exists()
    assert User.objects.get(pk=alice.pk).check_password(PASSWORD)
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert asks(client.get("/accounts/2fa/totp/deactivate/"))
    assert asks(client.post("/accounts/2fa/totp/deactivate/"))
    assert Authenticator.objects.filter(user=alice).exists()
    for path in ("/settings/data/leave/", "/settings/data/export/download/"):
        assert asks(client.get(path))
    assert asks(client.post("/settings/data/export/"))
    assert asks(client.post("/settings/webhooks/", {"url": "https://listener.example.org/"}))
    assert not DataExport.objects.exists()
    assert not Webhook.objects.exists()


def test_the_answer_holds_for_a_quarter_of_an_hour(client: Client) -> None:
    enter_surely(client, make_member("alice"))

    with travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert client.post("/settings/tokens/", TOKEN).status_code == 201
    with travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert asks(client.post("/settings/tokens/", TOKEN))


def staff_acts(mallory: User) -> dict[str, tuple[str, dict[str, Any]]]:
    """By what it would do: address and form of everything that asks."""
    why = {"reason": "spam", "lasts": "7"}
    rule = WrittenRule.objects.create(name="Flights")
    member = f"/admin/accounts/user/{mallory.pk}/change/"
    marked = {"_selected_action": [str(mallory.pk)]}
    many = [str(number) for number in range(MOST_AT_ONCE + 1)]
    role = Group.objects.get(name="moderators").pk
    return {
        "suspend": (member, {"decide_suspend": ""} | why),
        "suspend in the list": ("/admin/accounts/user/", {"action": "suspend"} | marked | why),
        "suspend in the queue": (
            "/admin/queue/", {"case": f"member:{mallory.pk}", "deed": "suspend"} | why),
        "suspend in five minutes": (
            "/admin/queue/run/", {"case": f"member:{mallory.pk}", "deed": "suspend"} | why),
        "grant a role": (member, {"display_name": "M", "trust_level": "4", "groups": [role]}),
        "hide many": ("/admin/feed/post/", {"action": "hide", "_selected_action": many} | why),
        "hide all": (
            "/admin/feed/post/", {"action": "hide", "select_across": "1"} | marked | why),
        "the site": ("/admin/feed/sitesettings/1/change/", {"name": "Mallory's"}),
        "trust": (f"/admin/accounts/trustrule/{TrustRule.objects.first().pk}/change/", {}),  # type: ignore[union-attr]
        "sign-up": ("/admin/accounts/signuppolicy/1/change/", {"mode": "closed"}),
        "a rule": ("/admin/feed/writtenrule/add/", {"name": "All"}),
        "a rule's force": (
            f"/admin/feed/writtenrule/{rule.pk}/trial/", {"state": "shadow", "version": "1"}),
        "a role's rights": (f"/admin/auth/group/{role}/change/", {"name": "moderators"}),
        "a section's moderators": (
            f"/admin/feed/category/{make_category().pk}/change/", {"moderators": [mallory.pk]}),
    }  # fmt: skip


def test_what_the_staff_cannot_undo_in_peace_asks_and_changes_nothing(client: Client) -> None:
    mallory = make_member("mallory")
    client.force_login(make_administrator())

    quiet = [name for name, act in staff_acts(mallory).items() if not asks(client.post(*act))]

    mallory.refresh_from_db()
    assert quiet == []
    assert (mallory.is_suspended, mallory.groups.count()) == (False, 0)
    assert not SignUpPolicy.objects.filter(mode="closed").exists()
    assert not WrittenRule.objects.exclude(state="off").exists()


def test_the_same_form_goes_on_after_the_question(client: Client) -> None:
    mallory = make_member("mallory")
    client.force_login(make_moderator())
    asked = client.post(*staff_acts(mallory)["suspend"])

    after = prove(client, asked)

    assert after.headers["Location"] == "/admin/accounts/user/"
    assert User.objects.get(pk=mallory.pk).is_suspended


def test_a_form_with_errors_comes_back_and_is_sent_to_its_own_page(client: Client) -> None:
    client.force_login(make_administrator())
    asked = client.post("/admin/feed/sitesettings/1/change/", {"name": ""})

    after = prove(client, asked)

    assert after.status_code == 200
    assert 'action="/admin/feed/sitesettings/1/change/"' in after.text


def test_daily_work_is_not_interrupted(client: Client) -> None:
    post = make_post(author=make_member("mallory"))
    client.force_login(make_moderator())

    client.post("/admin/queue/", {"case": f"post:{post.pk}", "deed": "hide", "reason": "spam"})

    assert not Post.objects.get(pk=post.pk).is_live


def test_nobody_else_is_asked_for_a_password_by_the_admin(client: Client) -> None:
    mallory = make_member("mallory")
    acts = staff_acts(mallory)
    client.force_login(mallory)

    for act in (acts["suspend"], acts["the site"]):
        assert not asks(client.post(*act))
        assert not asks(Client().post(*act))
