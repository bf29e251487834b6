"""A backup can be read again, says when it is damaged, and never overwrites anything."""

import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pyrage
import pytest
from django.conf import settings as active
from django.core.management import CommandError, call_command
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_django import Settings

from config.backup import BackupError, _unpack, restore, verify
from config.storage import WholeFiles
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of one member and one picture."""
    make_member("alice")
    picture = Path(active.MEDIA_ROOT) / "backup-test" / "a.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"picture")
    call_command("backup", str(tmp_path / "made"))
    picture.unlink()
    return tmp_path / "made"


@contextmanager
def empty_database() -> Iterator[str]:
    """Its address, beside the tests' own."""
    url = os.environ["DATABASE_URL"]
    called = f"backup_target_{uuid4().hex[:12]}"
    name = sql.Identifier(called)
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            yield make_conninfo(url, dbname=called)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def databases_called(*names: str) -> Iterator[Callable[[], set[str]]]:
    """Which of them are there still."""
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
        for name in names:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield lambda: {
            name for (name,) in server.execute("SELECT datname FROM pg_database") if name in names
        }
        for name in names:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


@contextmanager
def plain_role() -> Iterator[str]:
    """Its name: it owns what it is given and may no more."""
    called = f"keeper_{uuid4().hex[:12]}"
    name = sql.Identifier(called)
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        try:
            yield called
        finally:
            server.execute(sql.SQL("DROP ROLE {}").format(name))


def members(url: str) -> list[tuple[str]]:
    with psycopg.connect(url) as database:
        return database.execute("SELECT username FROM accounts_user").fetchall()


def test_what_was_backed_up_is_sound_and_comes_back(backup: Path, tmp_path: Path) -> None:
    call_command("verify_backup", str(backup))

    with empty_database() as target:
        restore(backup, url=target, media=WholeFiles(tmp_path / "media"))
        found = members(target)

    assert ("alice",) in found
    assert (tmp_path / "media/backup-test/a.webp").read_bytes() == b"picture"


def test_what_a_killed_check_left_goes_with_the_next(backup: Path) -> None:
    mark = uuid4().hex[:8]
    left, in_use = (
        f"verify_backup_20200229_{mark}",
        f"verify_backup_{datetime.now(UTC):%Y%m%d}_{mark}",
    )

    with databases_called(left, in_use) as there:
        call_command("verify_backup", str(backup))

        assert there() == {in_use}


def test_a_role_that_is_no_administrator_restores_where_pgvector_is_and_is_told_what_verifying_wants(
    backup: Path, tmp_path: Path
) -> None:
    with plain_role() as role, empty_database() as target:
        with psycopg.connect(target, autocommit=True) as database:
            database.execute("CREATE EXTENSION vector")
            owned = sql.Identifier(str(conninfo_to_dict(target)["dbname"]))
            database.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(owned, sql.Identifier(role)))  # fmt: skip
        theirs = make_conninfo(target, user=role)
        with pytest.raises(BackupError, match="CREATEDB"):
            verify(backup, url=theirs)
        restore(backup, url=theirs, media=WholeFiles(tmp_path / "media"))
        assert ("alice",) in members(theirs)


def test_damaged_backup_is_refused(backup: Path) -> None:
    with (backup / "media.tar").open("ab") as archive:
        archive.write(b"x")

    with pytest.raises(CommandError, match="differs"):
        call_command("verify_backup", str(backup))


def test_backup_with_other_counts_is_refused(backup: Path) -> None:
    manifest = backup / "manifest.json"
    manifest.write_text(
        manifest.read_text().replace('"public.accounts_user": 1', '"public.accounts_user": 2')
    )

    with pytest.raises(CommandError, match="1 rows instead of 2"):
        call_command("verify_backup", str(backup))


def test_unfinished_backup_is_refused(backup: Path) -> None:
    (backup / "manifest.json").unlink()

    with pytest.raises(CommandError, match="no finished backup"):
        call_command("verify_backup", str(backup))


@pytest.mark.parametrize("name", ["../out", "/tmp/out-of-media", "link"])
def test_an_archive_that_leads_out_of_the_media_is_refused(tmp_path: Path, name: str) -> None:
    entry = tarfile.TarInfo(name)
    if name == "link":
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "media.tar", "w") as archive:
        archive.addfile(entry)

    with pytest.raises(BackupError, match="no file of the media"):
        _unpack(tmp_path / "media.tar", WholeFiles(tmp_path / "media"))


def test_a_backup_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", make_conninfo(os.environ["DATABASE_URL"], dbname="nowhere"))

    with pytest.raises((CommandError, psycopg.OperationalError)):
        call_command("backup", str(tmp_path / "made"))

    assert not (tmp_path / "made").exists()


def test_nothing_is_overwritten(backup: Path) -> None:
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(backup))
    with pytest.raises(CommandError, match="has tables"):
        call_command("restore", str(backup))


def test_a_sealed_backup_opens_with_its_key_alone(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, stranger = (pyrage.x25519.Identity.generate() for _ in range(2))
    settings.BACKUP_KEY = str(key.to_public())
    (tmp_path / "key").write_text(f"# public key: {key.to_public()}\n{key}\n")
    (tmp_path / "other").write_text(str(stranger))
    make_member("alice")

    call_command("backup", str(tmp_path / "sealed"))

    names = {each.name for each in (tmp_path / "sealed").iterdir()}
    assert names == {"database.dump.age", "media.tar.age", "manifest.json"}
    with pytest.raises(CommandError, match="--key"):
        call_command("verify_backup", str(tmp_path / "sealed"))
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("verify_backup", str(tmp_path / "sealed"), key=tmp_path / "other")
    call_command("verify_backup", str(tmp_path / "sealed"), key=tmp_path / "key")
    with empty_database() as target, monkeypatch.context() as elsewhere:
        elsewhere.setenv("DATABASE_URL", target)
        with pytest.raises(CommandError, match="cannot be opened"):
            call_command("restore", str(tmp_path / "sealed"), key=tmp_path / "other")
        call_command("restore", str(tmp_path / "sealed"), key=tmp_path / "key")
        assert members(target) == [("alice",)]
    assert {each.name for each in tmp_path.iterdir()} == {"sealed", "key", "other"}
