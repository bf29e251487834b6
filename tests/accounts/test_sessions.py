"""The devices on which a member is signed in."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.browsers import device_of
from accounts.models import User
from tests.factories import PASSWORD, enter_surely, make_member

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0"


def signed_in(name: str, *, user_agent: str = FIREFOX) -> Client:
    """A browser in which this member has just signed in."""
    make_member(name)
    browser = Client(headers={"user-agent": user_agent})
    browser.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return browser


def prove(browser: Client) -> None:
    """Asked again who it is, the member says it."""
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_every_device_is_listed_in_words() -> None:
    here = signed_in("alice")
    signed_in("alice", user_agent=SAFARI)

    page = here.get(PAGE).text

    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("this device") == 1


def test_one_device_can_be_signed_out() -> None:
    here, there = signed_in("alice"), signed_in("alice", user_agent=SAFARI)
    lost = UserSession.objects.get(user_agent=SAFARI)

    prove(here)
    here.post(f"/settings/sessions/{lost.pk}/end/")

    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


def test_all_other_devices_can_be_signed_out() -> None:
    here, there = signed_in("alice"), signed_in("alice", user_agent=SAFARI)

    prove(here)
    here.post(PAGE)

    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


def test_others_devices_do_not_exist() -> None:
    mallory, alice = signed_in("mallory"), signed_in("alice")
    hers = UserSession.objects.get(user__username="alice")

    prove(mallory)
    assert mallory.post(f"/settings/sessions/{hers.pk}/end/").status_code == 404
    assert mallory.post("/settings/sessions/999999/end/").status_code == 404
    assert alice.get("/settings/").status_code == 200


def test_looking_signs_nobody_out() -> None:
    here = signed_in("alice")
    session = UserSession.objects.get()

    assert here.get(f"/settings/sessions/{session.pk}/end/").status_code == 405


@pytest.mark.parametrize("address", [PAGE, "/accounts/2fa/"])
def test_visitors_are_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_a_request_without_an_address_can_sign_in(client: Client) -> None:
    make_member("alice")

    response = client.post(
        "/accounts/login/", {"login": "alice", "password": PASSWORD}, REMOTE_ADDR=""
    )

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (CHROME, "Chrome on Android"),
        (EDGE, "Edge on Windows"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_have_names_for_people(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def test_a_new_password_leaves_only_the_device_signed_in_on_which_it_was_chosen() -> None:
    alice = make_member("alice")
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    before = here.session.session_key
    chosen = "tulip anvil orbit mustard"

    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen},
    )

    assert here.session.session_key != before
    assert here.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302


@pytest.mark.parametrize(
    "password", ["Liverpool2019", "qwertyuiop12", "alice-alice-alice", "harbour!!1"]
)
def test_a_password_that_is_easily_guessed_is_refused_in_words(password: str) -> None:
    client = Client()
    client.force_login(make_member("alice"))

    page = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert "easily guessed" in page.content.decode()


def test_who_gets_other_rights_signs_in_anew() -> None:
    bob = signed_in("bob")
    member, ada = (
        User.objects.get(username="bob"),
        make_member("ada", is_staff=True, is_superuser=True),
    )
    desk = Client()
    enter_surely(desk, ada)
    bob.get("/settings/")
    page = f"/admin/accounts/user/{member.pk}/change/"
    same = {"display_name": "", "bio": "", "trust_level": str(member.trust_level), "_save": "Save"}

    desk.post(page, same)
    still_in = bob.get("/settings/").status_code
    desk.post(page, same | {"is_staff": "on"})

    member.refresh_from_db()
    assert member.is_staff
    assert (still_in, bob.get("/settings/").status_code) == (200, 302)
