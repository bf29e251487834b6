"""How people come into the admin; who may open what there is in test_permissions."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

SignIn = Callable[[str], Client]


def list_of(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def status_of(client: Client, address: str) -> int:
    """200 also for a list that leads to the one page it has."""
    return client.get(address, follow=True).status_code


@pytest.mark.parametrize("label", ["feed.post", "accounts.user"])
def test_a_member_who_is_no_staff_is_told_so_and_not_sent_round(
    sign_in: SignIn, label: str
) -> None:
    response = sign_in("member").get(list_of(label), follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


@pytest.mark.parametrize("label", ["feed.post", "accounts.user"])
def test_anonymous_visitors_are_led_to_the_sites_sign_in(sign_in: SignIn, label: str) -> None:
    address = list_of(label)

    response = sign_in("anonymous").get(address, follow=True)

    assert unquote(response.redirect_chain[-1][0]) == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("role", ["administrator", "moderator", "sponsor manager"])
def test_the_sidebar_offers_what_opens_and_nothing_else(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)

    groups = client.get("/admin/").context["sidebar_navigation"]

    links = [item["link"] for group in groups for item in group["items"]]
    assert len(links) > 3
    assert {status_of(client, link) for link in links} == {200}


def test_the_admin_has_no_sign_in_form_of_its_own(client: Client) -> None:
    response = client.post("/admin/login/", {"username": "ada", "password": "guess"})

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=")


def test_staff_come_back_to_the_page_they_asked_for(client: Client, ada: Client) -> None:
    response = client.post(
        "/accounts/login/", {"login": "ada", "password": PASSWORD, "next": "/admin/feed/post/"}
    )

    assert response.headers["Location"] == "/admin/feed/post/"


def test_passwords_are_changed_on_the_site(mona: Client) -> None:
    response = mona.get("/admin/password_change/")

    assert response.headers["Location"] == "/accounts/password/change/"


@pytest.mark.parametrize("path", ["add/", "1/delete/"])
@pytest.mark.parametrize(
    "label", ["feed.post", "feed.comment", "moderation.decision", "accounts.user"]
)
def test_not_even_administrators_add_or_delete_here(ada: Client, label: str, path: str) -> None:
    assert ada.get(list_of(label) + path).status_code in {302, 403}


@pytest.mark.parametrize(
    "query", ["?p=1000000000", "?o=99.-77", "?status__exact=nonsense", "?q=%00"]
)
def test_odd_queries_are_answered(mona: Client, query: str) -> None:
    response = mona.get(list_of("feed.post") + query, follow=True)

    assert response.status_code in {200, 400}


@pytest.mark.parametrize("query", ["author__password__startswith=md5", "_connector=OR", "a.b=1"])
def test_lists_cannot_be_filtered_by_what_they_do_not_offer(mona: Client, query: str) -> None:
    response = mona.get(f"{list_of('feed.post')}?{query}")

    assert response.status_code in {302, 400}
