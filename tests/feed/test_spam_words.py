"""Names, profiles and imported lists: advertising has no place there either."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import TrustLevel, User
from feed.models import ContactKey, ContactKind, ContactStanding
from feed.services.contacts import host_of, import_domains
from feed.spam.contacts import contacts_in
from tests.factories import PASSWORD, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.mark.parametrize("username", ["call-06-12345678", "packers-and-movers-casino"])
def test_a_name_at_sign_up_is_no_advertisement(client: Client, username: str) -> None:
    form = {
        "username": username,
        "email": "m@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    client.post("/accounts/signup/", form)

    assert not User.objects.filter(username=username).exists()


def test_an_ordinary_name_is_taken(client: Client) -> None:
    form = {
        "username": "jan-1987",
        "email": "j@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    client.post("/accounts/signup/", form)

    assert User.objects.filter(username="jan-1987").exists()


def test_a_newcomers_profile_is_no_place_for_a_number_and_keeps_what_was_typed(
    client: Client,
) -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.NEW)
    client.force_login(mallory)

    page = client.post("/settings/", {"display_name": "Mallory", "bio": "Call +31 6 12345678 now"})

    assert "Call +31 6 12345678 now" in page.content.decode()
    assert User.objects.get(pk=mallory.pk).bio == ""


@pytest.mark.parametrize(
    "line",
    [
        "bad.example",
        "0.0.0.0 bad.example # shop",
        "||bad.example^",
        "https://www.bad.example/x?y",
        "BAD.example.",
    ],
)
def test_lists_of_any_kind_name_the_same_website(line: str) -> None:
    assert host_of(line) == "bad.example"


@pytest.mark.parametrize("line", ["", "# comment", "! comment", "localhost", "not a host", "1 2 3"])
def test_what_is_no_website_is_skipped(line: str) -> None:
    assert host_of(line) == ""


def test_an_import_keeps_what_a_moderator_decided() -> None:
    ContactKey.objects.create(
        kind=ContactKind.DOMAIN, value="good.example", standing=ContactStanding.APPROVED
    )

    import_domains(["good.example", "bad.example"], standing=ContactStanding.BLOCKED, source="list")

    standings = dict(ContactKey.objects.values_list("value", "standing"))
    assert standings == {"good.example": "approved", "bad.example": "blocked"}


def test_importing_a_list_again_changes_only_what_it_said(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("bad.example\nworse.example\n")

    call_command("import_domains", str(path), "--standing", "warned", verbosity=0)
    call_command("import_domains", str(path), "--standing", "blocked", verbosity=0)

    assert set(ContactKey.objects.values_list("standing", flat=True)) == {"blocked"}


def test_a_list_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_domains", str(tmp_path / "none.txt"))


@pytest.mark.parametrize(
    "text",
    [
        "+31 6 12345678", "0031612345678", "06-12345678", "06 12 34 56 78", "+31 (0)6 1234 5678", "０６１２３４５６７８",
        "https://wa.me/31612345678",
    ],
)  # fmt: skip
def test_one_number_in_any_spelling_is_one_key(text: str) -> None:
    assert [(each.kind, each.value) for each in contacts_in(text)] == [
        (ContactKind.PHONE, "612345678")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "on 1987-02-26 in 2019, 2020 and 2021",
        "ISBN 978-3-16-148410-0",
        "1 000 000 000",
        "3.04 2.98 2.90",
    ],
)
def test_figures_that_nobody_answers_are_no_numbers(text: str) -> None:
    assert contacts_in(text) == ()
