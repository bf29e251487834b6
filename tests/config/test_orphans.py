"""Each night old files that no row names go, unless they are so many that the database can hardly be theirs."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone
from pytest_django import Settings

from config import orphans
from config.object_store import folders
from config.storage import every_file
from feed.services.images import store_image
from tests.factories import make_member, make_upload

pytestmark = pytest.mark.django_db
TONIGHT = timezone.now()
IN_A_MONTH = TONIGHT + orphans.NIGHTLY_PATIENCE + timedelta(days=1)


@pytest.fixture(autouse=True)
def _places(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | folders(tmp_path / "private")


def leave_behind(count: int) -> None:
    for _ in range(count):
        default_storage.save("images/left.webp", ContentFile(b"left behind"))


def test_old_pictures_that_no_row_names_go_by_night() -> None:
    store_image(owner=make_member("alice"), upload=make_upload())
    named = [*every_file(default_storage)]
    default_storage.save("logo.webp", ContentFile(b"of the operator's"))
    leave_behind(orphans.A_FEW - 1)
    storages["private"].save("exports/left.zip", ContentFile(b"left behind"))

    assert orphans.remove_old(now=TONIGHT) == 0
    assert orphans.remove_old(now=IN_A_MONTH) == orphans.A_FEW
    assert [*every_file(default_storage), *every_file(storages["private"])] == ["logo.webp", *named]


def test_nothing_goes_where_the_database_is_hardly_that_of_the_pictures() -> None:
    leave_behind(orphans.A_FEW + 1)

    with pytest.raises(orphans.TooManyOrphansError, match="No row names 21 files, beside 0 that"):
        orphans.remove_old(now=IN_A_MONTH)
    assert len([*every_file(default_storage)]) == orphans.A_FEW + 1
