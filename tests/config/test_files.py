"""Rows that have files."""

import gc
from collections.abc import Callable
from io import BytesIO
from weakref import ref

import pytest
from django.core.files.base import File

from accounts.models import User
from config.files import FileField, ImageField
from feed.models import Image, Post
from tests.factories import make_member


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: User(avatar="one.png"), "avatar"),
        (lambda: Post(share_image="one.png"), "share_image"),
        (lambda: Image(file="one.png", width=2, height=1), "file"),
    ],
)
def test_row_that_was_asked_for_its_file_goes_without_the_collector(
    make: Callable[[], User | Post | Image], field: str
) -> None:
    row = make()
    gone = ref(row)
    gc.disable()

    assert getattr(row, field).name == getattr(row, field).name == "one.png"
    del row

    is_gone = gone() is None
    gc.enable()
    assert is_gone


@pytest.mark.django_db
def test_file_that_waits_is_stored_with_its_row() -> None:
    member = make_member("alice")
    member.avatar = File(BytesIO(b"a picture"), name="me.png")
    assert not member.avatar._committed

    member.save(update_fields=["avatar"])

    assert member.avatar.read() == b"a picture"
    member.avatar.delete()
    assert not User.objects.get(pk=member.pk).avatar


@pytest.mark.parametrize("field", [FileField(), ImageField()])
def test_migrations_know_these_fields_as_djangos(field: FileField | ImageField) -> None:
    assert field.deconstruct()[1] == f"django.db.models.{type(field).__name__}"
