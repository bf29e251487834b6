"""A backup is made once a night, is sound, and old ones go."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import Client as Browser
from pytest_django import Settings

from config import nightly
from config.backup import BackupError
from config.redis import Client
from config.testing.disk import no_room
from tests.config.test_readiness import failing
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 11, 28, 3, tzinfo=UTC)


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    settings.BACKUP_ROOT = tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUPS_KEPT = 1
    return tmp_path / "backups"


def test_each_night_has_one_sound_backup_and_old_ones_go(root: Path) -> None:
    make_member("alice")
    (root / "unfinished").mkdir(parents=True)  # left by a worker that was killed

    assert nightly.back_up(now=NIGHT.replace(hour=1)) is None  # not yet
    assert nightly.back_up(now=NIGHT) == root / "2026-11-28"
    assert nightly.back_up(now=NIGHT + timedelta(minutes=30)) is None  # there is one
    assert nightly.back_up(now=NIGHT + timedelta(days=1)) == root / "2026-11-29"

    assert [one.name for one in root.iterdir()] == ["2026-11-29"]


def test_backup_that_is_not_sound_gets_no_name_and_is_made_again(
    root: Path,
) -> None:
    with no_room(), pytest.raises(BackupError, match="pg_dump failed"):
        nightly.back_up(now=NIGHT)

    assert nightly.finished() == []
    assert nightly.back_up(now=NIGHT) == root / "2026-11-28"


def test_two_workers_do_not_make_it_twice(root: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [nightly.LOCK])

        assert nightly.back_up(now=NIGHT) is None
        other.execute(
            "SELECT pg_advisory_unlock_all()"
        )  # the server ends a closed connection in its own time
    assert nightly.back_up(now=NIGHT) is not None


def test_watchers_are_told_of_a_missing_backup(root: Path, client: Browser, redis: Client) -> None:
    assert "backup" in failing(client.get("/readyz"))
