"""Apps of others: registered, let in on a page, renewed, shut out (OAuth 2.1)."""

import hashlib
import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from accounts.api.limits import DOOR_QUOTA, spend_at_door
from accounts.models import User
from accounts.oauth import CHAIN_LASTS
from tests.factories import PASSWORD, enter_surely, make_member

pytestmark = pytest.mark.django_db

BACK = "https://reader.example.org/back"
PHONE = "org.example.reader:/back"
VERIFIER = "v" * 64
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
APPS = "/settings/apps/"


@pytest.fixture
def app() -> Application:
    """Registered by Bob, who makes apps."""
    browser = Client()
    browser.force_login(make_member("bob"))
    answer = browser.post(APPS, {"name": "Pocket Reader", "redirect_uris": BACK})
    assert answer.status_code == 201
    return Application.objects.get()


@pytest.fixture
def alice() -> User:
    return make_member("alice")


@pytest.fixture
def browser(alice: User) -> Client:
    browser = Client()
    enter_surely(browser, alice)
    return browser


def asked(app: Application, **changes: str | None) -> str:
    query = {
        "response_type": "code", "client_id": app.client_id, "redirect_uri": BACK, "scope": "read posts:write",
        "state": "s1", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    } | changes  # fmt: skip
    sent = {name: value for name, value in query.items() if value is not None}
    return f"/oauth/authorize/?{urlencode(sent)}"


def answered(browser: Client, address: str, **pressed: str) -> dict[str, str]:
    """What the app is told when the form of the page is sent with a button."""
    page = browser.get(address)
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    sent = browser.post("/oauth/authorize/", dict(fields) | pressed)
    assert sent["Location"].startswith(BACK), sent
    return {name: values[0] for name, values in parse_qs(urlsplit(sent["Location"]).query).items()}


def token_request(app: Application, **fields: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/oauth/token/", {"client_id": app.client_id} | fields
    )


def exchanged(app: Application, code: str, verifier: str = VERIFIER) -> Any:
    return token_request(
        app, grant_type="authorization_code", code=code, redirect_uri=BACK, code_verifier=verifier
    )


def let_in(app: Application, browser: Client) -> dict[str, Any]:
    code = answered(browser, asked(app), allow="yes")["code"]
    told: dict[str, Any] = exchanged(app, code).json()
    return told


def api(key: str, path: str = "members/me/", **extra: Any) -> Any:
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"}, **extra)


def test_a_member_lets_an_app_in_and_shuts_it_out(app: Application, browser: Client) -> None:
    page = browser.get(asked(app))
    back = answered(browser, asked(app), allow="yes")
    token = exchanged(app, back["code"]).json()

    assert "Pocket Reader" in page.text
    assert "https://reader.example.org" in page["Content-Security-Policy"]
    assert (back["state"], token["token_type"], token["scope"]) == ("s1", "Bearer", "read posts:write")  # fmt: skip
    assert api(token["access_token"]).json()["username"] == "alice"
    assert "Pocket Reader" in browser.get(APPS).text

    browser.post(f"{APPS}{app.pk}/shut-out/")

    assert api(token["access_token"]).status_code == 401
    assert token_request(app, grant_type="refresh_token", refresh_token=token["refresh_token"]).status_code == 400  # fmt: skip
    assert "You have let no app in." in browser.get(APPS).text


def test_an_app_on_a_phone_is_come_back_to_by_a_scheme_of_its_own(
    app: Application, browser: Client
) -> None:
    browser.post(APPS, {"name": "Phone", "redirect_uris": PHONE})
    phone = Application.objects.get(name="Phone")
    page = browser.get(asked(phone, redirect_uri=PHONE))
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))

    back = browser.post("/oauth/authorize/", fields | {"allow": "yes"})["Location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    token = token_request(
        phone,
        grant_type="authorization_code",
        code=code,
        redirect_uri=PHONE,
        code_verifier=VERIFIER,
    ).json()
    refused = browser.get(asked(phone, redirect_uri=PHONE, scope="everything"))

    assert "form-action 'self' org.example.reader:;" in page["Content-Security-Policy"] + ";"
    assert back.startswith(f"{PHONE}?code=")
    assert api(token["access_token"]).json()["username"] == "alice"
    assert refused["Location"].startswith(f"{PHONE}?error=invalid_scope")
    assert browser.get(asked(app, redirect_uri=PHONE)).status_code == 400


def test_who_finds_an_open_browser_lets_no_app_in(app: Application, alice: User) -> None:
    browser = Client()
    browser.force_login(alice)

    for answer in (browser.get(asked(app)), browser.post(asked(app), {"allow": "yes"})):
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    proved = browser.post(browser.get(asked(app))["Location"], {"password": PASSWORD})

    assert proved["Location"] == asked(app)
    assert "Pocket Reader" in browser.get(proved["Location"]).text
    assert not Grant.objects.exists()


def test_a_member_refuses(app: Application, browser: Client) -> None:
    assert answered(browser, asked(app))["error"] == "access_denied"
    assert not AccessToken.objects.exists()


def test_strangers_sign_in_first(app: Application) -> None:
    answer = Client().get(asked(app))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/oauth/authorize/")


def test_no_secret_is_stored_as_it_is(app: Application, browser: Client) -> None:
    token = let_in(app, browser)

    assert AccessToken.objects.get().token != token["access_token"]
    assert RefreshToken.objects.get().token != token["refresh_token"]


def test_a_refresh_token_is_good_for_one_use(app: Application, browser: Client) -> None:
    first = let_in(app, browser)
    renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second = token_request(app, **renew).json()
    stolen = token_request(app, **renew)

    assert api(first["access_token"]).status_code == 401
    assert stolen.status_code == 400
    assert api(second["access_token"]).status_code == 401  # whoever used it twice: both are out


@pytest.mark.parametrize(
    "change", [{"code_challenge": None}, {"response_type": "token"}]
)  # fmt: skip
def test_what_oauth_21_has_left_out_is_refused(
    app: Application, browser: Client, change: dict[str, str | None]
) -> None:
    answer = browser.get(asked(app, **change))

    assert answer.status_code == 302
    assert "error=" in answer["Location"]


def test_a_challenge_that_hides_nothing_is_refused(app: Application, browser: Client) -> None:
    plain = asked(app, code_challenge=VERIFIER, code_challenge_method="plain")

    assert "code" not in answered(browser, plain, allow="yes")


@pytest.mark.parametrize("change", [{"redirect_uri": "https://evil.example.org/"}, {"client_id": "none"}])  # fmt: skip
def test_nobody_is_led_where_the_app_does_not_live(
    app: Application, browser: Client, change: dict[str, str]
) -> None:
    answer = browser.get(asked(app, **change))

    assert answer.status_code == 400
    assert "This app cannot be let in" in answer.text


def test_the_code_is_worth_nothing_without_its_verifier(app: Application, browser: Client) -> None:
    code = answered(browser, asked(app), allow="yes")["code"]

    assert exchanged(app, code, verifier="w" * 64).status_code == 400
    assert not AccessToken.objects.exists()


def test_a_code_that_comes_twice_ends_what_it_gave(app: Application, browser: Client) -> None:
    code = answered(browser, asked(app), allow="yes")["code"]
    first = exchanged(app, code).json()
    renewed = token_request(app, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()  # fmt: skip
    other = let_in(app, browser)
    assert api(renewed["access_token"]).status_code == 200

    again = exchanged(app, code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert api(renewed["access_token"]).status_code == 401
    assert token_request(app, grant_type="refresh_token", refresh_token=renewed["refresh_token"]).status_code == 400  # fmt: skip
    assert api(other["access_token"]).status_code == 200


def test_a_chain_of_refresh_tokens_ends_at_last(app: Application, browser: Client) -> None:
    token, other = let_in(app, browser), let_in(app, browser)
    family = RefreshToken.objects.order_by("pk")[0].token_family
    chain = RefreshToken.objects.filter(token_family=family)
    began = timezone.now() - CHAIN_LASTS + timedelta(days=1)
    chain.update(created=began)
    for _ in range(2):
        token = token_request(app, grant_type="refresh_token", refresh_token=token["refresh_token"]).json()  # fmt: skip
    assert set(chain.values_list("created", flat=True)) == {began}
    chain.update(created=began - timedelta(days=1))

    answer = token_request(app, grant_type="refresh_token", refresh_token=token["refresh_token"])

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert api(token["access_token"]).status_code == 401
    assert api(other["access_token"]).status_code == 200


def test_passwords_are_not_taken(app: Application) -> None:
    answer = token_request(app, grant_type="password", username="alice", password="x")

    assert answer.status_code == 400


def test_errors_are_those_of_every_token(app: Application, browser: Client, alice: User) -> None:
    key = let_in(app, browser)["access_token"]

    small = api(key, "notifications/")
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    expired, forged = api(key), api("x" * 30)

    assert (small.status_code, small.json()["scope"]) == (403, "notifications")
    assert (expired.status_code, expired.json()["code"]) == (401, "invalid_token")
    assert (forged.status_code, forged["Content-Type"]) == (401, "application/problem+json")


def test_a_suspended_member_s_apps_are_out(app: Application, browser: Client, alice: User) -> None:
    key = let_in(app, browser)["access_token"]

    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert api(key).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"redirect_uris": "http://reader.example.org/"}, {"redirect_uris": "javascript:x"},
        {"redirect_uris": "https://a@b.example/"}, {"redirect_uris": f"{BACK}#part"}, {"redirect_uris": " "},
        {"redirect_uris": "https://[/"}, {"redirect_uris": "reader:/back"}, {"redirect_uris": "org.example.reader://back"},
        {"redirect_uris": "org.example.reader:back"}, {"redirect_uris": PHONE, "is_confidential": "on"}, {"redirect_uris": " ".join(f"https://a{n}.example/" for n in range(11))},
    ],
)  # fmt: skip
def test_odd_apps_are_not_registered(browser: Client, wrong: dict[str, str]) -> None:
    answer = browser.post(APPS, {"name": "X", "redirect_uris": BACK} | wrong)

    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_only_its_maker_removes_an_app(app: Application, browser: Client) -> None:
    assert browser.post(f"{APPS}{app.pk}/remove/").status_code == 404
    assert browser.post(f"{APPS}{app.pk}/shut-out/").status_code == 404
    maker = Client()
    maker.force_login(make_member("bob"))

    maker.post(f"{APPS}{app.pk}/remove/")

    assert not Application.objects.exists()


def test_a_server_has_a_secret_that_is_shown_once(browser: Client) -> None:
    typed = {"name": "Server", "redirect_uris": "http://127.0.0.1/back", "is_confidential": "on"}

    page = browser.post(APPS, typed)

    secret = re.search(r'id="client-secret" type="text" value="(\w+)"', page.text)
    assert secret
    assert Application.objects.get().client_secret != secret[1]
    assert secret[1] not in browser.get(APPS).text


def test_programs_find_the_addresses_themselves(client: Client) -> None:
    told = client.get("/.well-known/oauth-authorization-server").json()

    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert told["token_endpoint"].endswith("/oauth/token/")
    assert "posts:write" in told["scopes_supported"]


def test_an_address_asks_for_tokens_only_so_often(app: Application) -> None:
    def guess() -> Any:
        wrong = {"grant_type": "authorization_code", "code": "guess", "client_id": app.client_id}
        return Client().post("/oauth/token/", wrong, REMOTE_ADDR="203.0.113.9")

    answers = [guess() for _number in range(2 * DOOR_QUOTA + 2)]  # a minute may end among them

    refused = [each for each in answers if each.status_code == 429]
    assert refused[0].json()["error"] == "temporarily_unavailable"
    assert 1 <= int(refused[0]["Retry-After"]) <= 60
    assert "no-store" in refused[0]["Cache-Control"]
    assert token_request(app, grant_type="authorization_code", code="x").status_code != 429
    assert {spend_at_door("a", now=120.0) for _number in range(DOOR_QUOTA)} == {0}
    assert spend_at_door("a", now=121.0) == 59
