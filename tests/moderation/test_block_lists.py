"""Lists of websites are taken over in the admin, and their bad lines are named."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feed.models import ContactKey
from tests.factories import make_member, make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
ADDRESS = "/admin/feed/contactkey/import/"
LISTS = """# a hosts file
127.0.0.1 bad.example
0.0.0.0 worse.example # with a word
||worst.example^
! a filter list
[Adblock Plus 2.0]
plain.example

not a website
||*/ads.js$script
"""


def send(client: Client, **data: Any) -> Any:
    form = {"standing": "blocked", "source": "Our list", "reason": "Fraud", "lines": ""} | data
    return client.post(ADDRESS, form)


@pytest.fixture
def as_mona(client: Client) -> Client:
    client.force_login(make_moderator())
    return client


def test_a_pasted_list_of_any_format_is_taken_over_and_bad_lines_are_named(as_mona: Client) -> None:
    ContactKey.objects.create(kind="domain", value="plain.example", standing="approved")

    page = send(as_mona, lines=LISTS).content.decode()

    standings = dict(ContactKey.objects.values_list("value", "standing"))
    assert standings == {
        "bad.example": "blocked", "worse.example": "blocked", "worst.example": "blocked",
        "plain.example": "approved",
    }  # fmt: skip
    assert "4 websites named." in page
    assert "2 lines name no website and were skipped:" in page
    assert "Line 9:" in page
    assert "not a website" in page
    assert "Line 10:" in page
    assert "Our list" not in page  # the next list begins with an empty form


def test_a_file_does_as_well_whatever_its_bytes(as_mona: Client) -> None:
    file = SimpleUploadedFile("list.txt", b"bad.example\n\xff\xfe\x00\n")

    page = send(as_mona, file=file).content.decode()

    assert ContactKey.objects.get().value == "bad.example"
    assert "1 website named." in page


def test_a_form_that_asks_again_still_holds_what_was_in_the_file(as_mona: Client) -> None:
    file = SimpleUploadedFile("list.txt", b"bad.example\nworse.example\n")

    again = send(as_mona, file=file, source="", lines="first.example")

    assert again.status_code == 422
    kept = again.context["form"]["lines"].value()
    assert kept == "first.example\nbad.example\nworse.example\n"
    send(as_mona, lines=kept)
    assert ContactKey.objects.count() == 3


@pytest.mark.parametrize(
    "data", [{}, {"lines": "a.example", "source": ""}, {"lines": "a.example", "standing": "x"}]
)
def test_a_form_without_a_list_or_a_name_is_refused_with_what_was_typed(
    as_mona: Client, data: dict[str, str]
) -> None:
    answer = send(as_mona, **data)

    assert answer.status_code == 422
    assert data.get("lines", "Our list") in answer.content.decode()
    assert not ContactKey.objects.exists()


def test_others_import_nothing(client: Client) -> None:
    client.force_login(make_member("bob", is_staff=True))

    assert send(client, lines="bad.example").status_code == 403
    assert not ContactKey.objects.exists()
