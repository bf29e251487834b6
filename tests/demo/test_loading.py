"""Loading goes into an empty database, whole or not at all, and can be undone."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import TrustRule, User
from demo.errors import NotEmptyError
from demo.reading import Content, read_content
from demo.services.clearing import clear
from demo.services.loading import is_empty, load
from feed.models import (
    Category,
    Image,
    SiteSettings,
)
from moderation.models import Decision, DecisionReason, ReportReason
from sponsors.models import Creative, SponsorSlot
from tests.factories import make_member

pytestmark = pytest.mark.django_db
CONTENT = read_content().without_pictures()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def three_pictures(settings: Settings, tmp_path: Path) -> Content:
    """The words, with one lead image, one face and one sponsor's pictures; their files go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path
    full = read_content()
    first = next(post for post in full.posts if post.picture)
    return replace(
        CONTENT,
        posts=tuple(first if post.key == first.key else post for post in CONTENT.posts),
        members=(full.members[0], *CONTENT.members[1:]),
        sponsors=(full.sponsors[0], *CONTENT.sponsors[1:]),
    )


def test_a_database_with_one_member_is_left_alone(now: datetime) -> None:
    make_member("alice")

    with pytest.raises(NotEmptyError):
        load(CONTENT, now=now)

    assert User.objects.count() == 1
    assert not Category.objects.exists()


def test_what_cannot_be_loaded_leaves_no_files(three_pictures: Content, now: datetime) -> None:
    broken = replace(three_pictures, categories=three_pictures.categories[:1])

    with pytest.raises(KeyError):
        load(broken, now=now)

    assert is_empty()
    assert not default_storage.exists("images") or default_storage.listdir("images")[1] == []


def test_pictures_are_stored_in_all_widths_and_clearing_leaves_nothing_in_the_way_of_another_demo(
    three_pictures: Content,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    seen: list[int] = []
    loaded = load(three_pictures, now=now, on_picture=lambda: seen.append(1))
    slots = SponsorSlot.objects.count()

    image = Image.objects.get()
    assert loaded.pictures == len(seen) == 4
    assert [item["width"] for item in image.renditions] == [480, 960, 1600]
    assert all(default_storage.exists(item["name"]) for item in image.renditions)
    assert default_storage.exists(str(User.objects.get(username="hanneke").avatar))
    assert Creative.objects.filter(image_width=960, image_height=480).count() == 2

    with django_capture_on_commit_callbacks(execute=True):
        files = clear()

    assert files == 3 + 1 + 2
    assert is_empty()
    assert not Decision.objects.exists()
    assert not SiteSettings.objects.exists()
    assert SponsorSlot.objects.count() == slots == 8
    assert all(table.objects.exists() for table in (TrustRule, DecisionReason, ReportReason))
    assert not any(default_storage.listdir("images")[1])

    again = load(CONTENT, now=now + timedelta(hours=1))

    assert again == loaded._replace(pictures=0)
