"""The page on which members change their profile."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import TrustLevel, User
from tests.factories import make_member, make_upload

pytestmark = pytest.mark.django_db

PAGE = "/settings/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_member("alice", display_name="Alice", trust_level=TrustLevel.BASIC)
    client.force_login(alice)
    return alice


def send(client: Client, **fields: Any) -> Any:
    return client.post(PAGE, {"display_name": "Alice", "bio": ""} | fields)


def name_of(member: User) -> str:
    """Where the avatar is kept."""
    return str(member.avatar.name)


def test_the_page_shows_what_is_saved(client: Client, alice: User) -> None:
    response = client.get(reverse("accounts:settings"))

    assert response.status_code == 200
    assert 'value="Alice"' in response.text


def test_saving_changes_the_profile(client: Client, alice: User) -> None:
    response = send(client, display_name=" Alice  J. ", bio="Writes.\r\n\r\nReads.\x07")

    alice.refresh_from_db()
    assert response.status_code == 302
    assert (alice.display_name, alice.bio) == ("Alice J.", "Writes.\n\nReads.")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, alice: User, method: str) -> None:
    assert getattr(client, method)(PAGE).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_asked_to_sign_in(client: Client, method: str) -> None:
    response = getattr(client, method)(PAGE)

    assert response.headers["Location"] == f"/accounts/login/?next={PAGE}"


def test_the_page_is_kept_by_no_cache(client: Client, alice: User) -> None:
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]


def test_a_form_without_token_is_refused(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert send(strict).status_code == 403


def test_no_other_field_of_a_member_can_be_set(client: Client, alice: User) -> None:
    before = User.objects.filter(pk=alice.pk).values().get()
    others = dict.fromkeys(
        ("is_staff", "is_superuser", "trust_level", "id", "username", "email", "groups"), "1"
    )

    send(client, **others)

    assert User.objects.filter(pk=alice.pk).values().get() == before


def test_a_refused_form_comes_back_filled_in(client: Client, alice: User) -> None:
    response = send(client, display_name="Ali\u202ece", bio="A long story.")

    alice.refresh_from_db()
    assert response.status_code == 422
    assert "A long story." in response.text
    assert "Use visible characters only." in response.text
    assert alice.display_name == "Alice"


@pytest.mark.parametrize(
    "fields",
    [
        {"display_name": "x" * 61},
        {"display_name": "ﷺ" * 10},
        {"bio": "x" * 501},
        {"display_name": "admin"},
    ],
)
def test_bad_fields_are_refused(client: Client, alice: User, fields: dict[str, str]) -> None:
    assert send(client, **fields).status_code == 422


def test_nul_is_refused(client: Client, alice: User) -> None:
    assert send(client, bio="a\0b").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"display_name=%ED%A0%80&bio=x",
        b"display_name=%FF%FE",
        b"bio=%ED%B0%80&language=en",
        b"\xff\x00=1",
    ],
)
def test_bytes_that_are_no_text_break_nothing(client: Client, alice: User, body: bytes) -> None:
    response = client.post(PAGE, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in {302, 400, 422}


def test_a_broken_multipart_form_breaks_nothing(client: Client, alice: User) -> None:
    response = client.post(PAGE, b"--x\r\nbroken", content_type="multipart/form-data; boundary=y")

    assert response.status_code in {302, 400, 422}


def test_ten_megabytes_are_refused(client: Client, alice: User) -> None:
    assert send(client, bio="x" * 10_000_000).status_code == 413


def test_markup_in_a_name_is_shown_as_text(client: Client, alice: User) -> None:
    send(client, display_name=SCRIPT, bio=SCRIPT)

    page = client.get(alice.get_absolute_url()).text
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_avatar_is_kept_as_a_small_square(client: Client, alice: User) -> None:
    send(client, avatar=make_upload(size=(900, 300), name="../../me.php"))

    alice.refresh_from_db()
    with default_storage.open(name_of(alice)) as file, Image.open(file) as picture:
        assert (picture.format, picture.size) == ("WEBP", (256, 256))
    assert re.fullmatch(r"avatars/[0-9a-f]{32}\.webp", name_of(alice))


def test_a_new_avatar_replaces_the_file_of_the_old_one(
    client: Client, alice: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    send(client, avatar=make_upload())
    alice.refresh_from_db()
    old = name_of(alice)

    with django_capture_on_commit_callbacks(execute=True):
        send(client, avatar=make_upload())

    alice.refresh_from_db()
    assert not default_storage.exists(old)
    assert default_storage.exists(name_of(alice))


def test_saving_without_a_picture_keeps_the_avatar(client: Client, alice: User) -> None:
    send(client, avatar=make_upload())

    send(client, bio="New words")

    alice.refresh_from_db()
    assert alice.avatar


def test_the_avatar_can_be_removed(client: Client, alice: User) -> None:
    send(client, avatar=make_upload())

    send(client, remove_avatar="on")

    alice.refresh_from_db()
    assert not alice.avatar


@pytest.mark.parametrize(
    ("upload", "limit"),
    [
        (SimpleUploadedFile("a.png", b"no picture"), "JPEG, PNG, WebP or GIF"),
        (SimpleUploadedFile("a.png", b"x" * 5_000_001), "5 MB"),
        (make_upload(size=(8001, 5000)), "40 million pixels"),
    ],
)
def test_a_refused_avatar_names_the_limit(
    client: Client, alice: User, upload: SimpleUploadedFile, limit: str
) -> None:
    upload.seek(0)

    response = send(client, avatar=upload, bio="Kept words")

    assert response.status_code == 422
    assert limit in response.text
    assert "Kept words" in response.text


def test_the_page_costs_few_queries(
    client: Client, alice: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(6):
        client.get(PAGE)
