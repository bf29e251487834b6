"""Signing in with an account elsewhere: nothing of it without configuration, and never a link by address alone."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from config.social import client as parse_client
from config.social import openid_servers, social_origins, social_providers
from tests.factories import make_member

SERVER = "club;The Club;https://id.example.org;our-id;our-secret"


@pytest.fixture
def club(settings: Settings) -> None:
    """The site lets people in who have an account at the club."""
    settings.SOCIALACCOUNT_PROVIDERS = social_providers(openid_servers(SERVER), None)


@pytest.fixture
def request_of_stranger(rf: RequestFactory) -> Iterator[HttpRequest]:
    request = rf.get("/")
    request.user = AnonymousUser()
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
    with context.request_context(request):
        yield request


def login_of(email: str, request: HttpRequest) -> SocialLogin:
    """What the provider says of somebody whom we do not know yet."""
    account = SocialAccount(provider="club", uid="42", extra_data={"email": email})
    address = EmailAddress(email=email, verified=True, primary=True)
    provider = get_adapter().get_provider(request, "club")
    return SocialLogin(
        user=User(email=email), account=account, email_addresses=[address], provider=provider
    )


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_without_configuration_there_is_no_trace(client: Client, address: str) -> None:
    assert "account that you have elsewhere" not in client.get(address).text


@pytest.mark.django_db
def test_a_configured_provider_has_a_button(client: Client, club: None) -> None:
    assert "The Club" in client.get("/accounts/login/").text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/oidc/nowhere/login/", "/accounts/github/login/"])
def test_a_provider_that_is_not_configured_is_not_found(client: Client, address: str) -> None:
    assert client.post(address).status_code == 404


@pytest.mark.django_db
def test_an_address_alone_never_opens_an_account(
    club: None, request_of_stranger: HttpRequest
) -> None:
    alice = make_member("alice")
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)

    complete_social_login(request_of_stranger, login_of(alice.email, request_of_stranger))

    assert not request_of_stranger.user.is_authenticated
    assert not SocialAccount.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=forged"])
def test_an_answer_that_we_did_not_ask_for_signs_nobody_in(
    client: Client, club: None, query: str
) -> None:
    response = client.get(f"/accounts/oidc/club/login/callback/{query}")

    assert response.status_code == 401
    assert "did not confirm who you are" in response.text
    assert "_auth_user_id" not in client.session


def test_the_form_may_lead_to_the_configured_servers_only() -> None:
    servers = openid_servers(SERVER)

    assert social_origins(servers, None) == ["https://id.example.org"]
    assert social_origins((), parse_client("id;secret")) == ["https://github.com"]
    assert social_origins((), None) == []


@pytest.mark.parametrize(
    "value",
    ["club", "club;The Club;http://id.example.org;id;secret", "a b;Name;https://x.org;id;s", "k;n;https://x.org;;s"],
)  # fmt: skip
def test_a_malformed_server_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="write key"):
        openid_servers(value)


@pytest.mark.parametrize("value", ["", "id", "id;", "a;b;c"])
def test_a_malformed_client_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="write client"):
        parse_client(value)
