"""A backup is made once a night, is sound, and old ones go."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client as Browser
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from config import nightly
from config.backup import BackupError
from config.redis import Client
from config.testing.disk import no_room
from tests.config.test_readiness import failing
from tests.factories import make_member
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 11, 28, 3, tzinfo=UTC)
END_IF_IDLE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY(%s) AND state = 'idle'
"""


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    settings.BACKUP_ROOT = tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUPS_KEPT = 1
    return tmp_path / "backups"


def hold_up() -> None:
    """A backup reads every table, and waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")


def test_each_night_has_one_sound_backup_and_old_ones_go(root: Path) -> None:
    make_member("alice")
    (root / "unfinished").mkdir(parents=True)  # left by a worker that was killed

    assert nightly.back_up(now=NIGHT.replace(hour=1)) is None  # not yet
    assert nightly.back_up(now=NIGHT) == root / "2026-11-28"
    assert nightly.back_up(now=NIGHT + timedelta(minutes=30)) is None  # there is one
    assert nightly.back_up(now=NIGHT + timedelta(days=1)) == root / "2026-11-29"

    assert {one.name for one in root.iterdir()} == {"2026-11-29", nightly.LOCK}


def test_backup_that_is_not_sound_gets_no_name_and_is_made_again(
    root: Path,
) -> None:
    with no_room(), pytest.raises(BackupError, match="pg_dump failed"):
        nightly.back_up(now=NIGHT)

    assert nightly.finished() == []
    assert nightly.back_up(now=NIGHT) == root / "2026-11-28"


def test_message_that_comes_again_while_the_first_is_at_it_makes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where PostgreSQL has ended its connection, on which nothing was asked meanwhile."""
    monkeypatch.setenv("DATABASE_URL", make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]))  # fmt: skip

    pids: list[int] = []

    def begin() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.extend(pid for (pid,) in cursor.fetchall())
        return nightly.back_up(now=NIGHT)

    def come_again() -> None:
        with connection.cursor() as cursor:
            cursor.execute(END_IF_IDLE, [pids])
        with nightly.alone(root) as is_alone:
            assert not is_alone
        assert nightly.back_up(now=NIGHT) is None
        assert (root / nightly.UNFINISHED).exists()

    made = meanwhile(hold_up, begin, then=come_again)

    assert [made] == nightly.finished() == [root / "2026-11-28"]


def test_watchers_are_told_of_a_missing_backup(root: Path, client: Browser, redis: Client) -> None:
    assert "backup" in failing(client.get("/readyz"))
