"""Members take their data along."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import DataExport, User
from accounts.services.exporting import KEPT_FOR, LEASE, forget_expired, make_due, request_export
from tests.accounts.lives import MARK, make_life
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

PAGE = "/settings/data/"


def opened(export: DataExport) -> zipfile.ZipFile:
    export.refresh_from_db()
    return zipfile.ZipFile(BytesIO(export.file.read()))


def content(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(f"{name}.json"))


def made_for(member: User) -> DataExport:
    export = request_export(member)
    make_due()
    export.refresh_from_db()
    return export


def sign_in(client: Client, *, has_proved: bool) -> User:
    member = make_member("alice")
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    if has_proved:
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return member


def test_the_archive_holds_everything_of_a_member_and_nothing_of_others() -> None:
    life = make_life()

    archive = opened(made_for(life.member))

    assert content(archive, "account/profile")[0]["email"] == "zuiderzee@example.org"
    assert {row["title"] for row in content(archive, "feed/posts")} == {
        f"{MARK} one",
        f"{MARK} draft",
    }
    assert [row["body"] for row in content(archive, "feed/comments")] == [
        f"{MARK} asks.",
        f"{MARK} alone.",
    ]
    assert [row["kind"] for row in content(archive, "feed/reactions")] == ["like"]
    assert [row["note"] for row in content(archive, "feed/bookmarks")] == [MARK]
    assert f"media/{life.image.file.name}" in archive.namelist()
    assert not any(b"Bob answers" in archive.read(name) for name in archive.namelist())


def test_the_archive_holds_no_secret() -> None:
    alice = make_member("alice")

    archive = opened(made_for(alice))

    assert not any(alice.password.encode() in archive.read(name) for name in archive.namelist())


def test_a_picture_that_is_gone_spoils_nothing() -> None:
    life = make_life()
    life.image.file.storage.delete(str(life.image.file.name))

    assert f"media/{life.image.file.name}" not in opened(made_for(life.member)).namelist()


def test_asking_twice_makes_one_archive() -> None:
    alice = make_member("alice")

    assert request_export(alice) == request_export(alice)
    assert [make_due(), make_due()] == [1, 0]


def test_a_maker_that_died_is_followed_by_another() -> None:
    export = request_export(make_member("alice"))
    now = timezone.now()
    DataExport.objects.filter(pk=export.pk).update(claimed_until=now + LEASE)

    assert make_due(now=now) == 0
    assert make_due(now=now + LEASE) == 1


def test_an_archive_is_forgotten_with_its_file() -> None:
    export = made_for(make_member("alice"))
    name = str(export.file.name)

    assert forget_expired(now=timezone.now() + KEPT_FOR + timedelta(minutes=1)) == 1
    assert not export.file.storage.exists(name)
    assert not DataExport.objects.exists()


def test_the_owner_downloads_it(client: Client) -> None:
    made_for(sign_in(client, has_proved=True))

    response = client.get(f"{PAGE}export/download/")

    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert b"".join(response.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_an_open_browser_is_not_enough_to_download(client: Client) -> None:
    made_for(sign_in(client, has_proved=False))

    response = client.get(f"{PAGE}export/download/")

    assert response.headers["Location"].startswith("/accounts/reauthenticate/")


def test_nobody_else_gets_it(client: Client) -> None:
    export = made_for(make_member("bob"))
    sign_in(client, has_proved=True)

    assert client.get(f"{PAGE}export/download/").status_code == 404
    assert client.post(f"{PAGE}export/delete/").status_code == 404
    assert client.get(f"/media/{export.file.name}").status_code == 404


def test_the_page_says_where_it_stands(client: Client) -> None:
    alice = sign_in(client, has_proved=True)

    before = client.get(PAGE).text
    client.post(f"{PAGE}export/")
    waiting = client.get(PAGE).text
    make_due()
    ready = client.get(PAGE).text

    assert "Make the archive" in before
    assert "is being made" in waiting
    assert "The archive is ready" in ready
    assert alice.exports.count() == 1


@pytest.mark.parametrize("deed", ["", "leave/", "export/download/"])
def test_visitors_are_asked_to_sign_in(client: Client, deed: str) -> None:
    response = client.get(f"{PAGE}{deed}")

    assert response.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("deed", ["export/", "export/delete/", "stay/"])
def test_looking_does_nothing(client: Client, deed: str) -> None:
    sign_in(client, has_proved=False)

    assert client.get(f"{PAGE}{deed}").status_code == 405
