"""Writing an archive: rows by a cursor of the server's, files piece by piece; no list of either is held."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Final
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.db import connection, transaction
from psycopg import sql

from config.storage import every_file
from exchange.archive.kinds import ROLES, Kind, kinds
from exchange.archive.layout import MANIFEST, MEDIA, Manifest, rows_name

BATCH: Final = 500
COPY_BYTES: Final = 1_000_000
MEMBERS_OF_ROLES: Final = """
    SELECT row_to_json(held)::text FROM (
        SELECT user_id, name AS role FROM accounts_user_groups JOIN auth_group ON auth_group.id = group_id ORDER BY 1, 2
    ) AS held
"""

OnStep = Callable[[int], None]


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is of one moment. Within another transaction, its rules hold."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def row_counts() -> dict[str, int]:
    """How many rows of each kind there are; to be asked within `snapshot`."""
    counts = {}
    with connection.cursor() as cursor:
        for kind in kinds():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(kind.table)))
            counts[kind.name] = int(cursor.fetchone()[0])
    return counts


def write_archive(
    target: IO[bytes], *, site: str, now: datetime, on_rows: OnStep, counts: dict[str, int]
) -> Manifest:
    """The whole site; the caller opens `snapshot`. `on_rows`: told of each batch of rows, by its length."""
    manifest = Manifest(uuid4().hex, site, now.isoformat(), counts)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest.to_json())
        for kind in kinds():
            _write_rows(archive, kind.name, _select(kind), on_rows)
        _write_rows(archive, ROLES, MEMBERS_OF_ROLES, lambda _count: None)
        # After the rows: a file that a row names is there.
        for name in every_file(default_storage):
            _write_file(archive, name)
    return manifest


def _select(kind: Kind) -> Any:
    return sql.SQL(
        "SELECT row_to_json(held)::text FROM (SELECT {} FROM {} ORDER BY {}) AS held"
    ).format(
        sql.SQL(", ").join(map(sql.Identifier, kind.columns)),
        sql.Identifier(kind.table),
        sql.Identifier(kind.key),
    )


def _write_rows(archive: ZipFile, name: str, query: Any, on_rows: OnStep) -> None:
    with (
        archive.open(rows_name(name), "w", force_zip64=True) as entry,
        connection.chunked_cursor() as cursor,
    ):
        cursor.execute(query)
        while rows := cursor.fetchmany(BATCH):
            entry.write("".join(f"{line}\n" for (line,) in rows).encode())
            on_rows(len(rows))


def _write_file(archive: ZipFile, name: str) -> None:
    """A file that goes meanwhile is left out: so is the row that named it, at the next export."""
    about = ZipInfo(f"{MEDIA}{name}")
    about.compress_type = ZIP_STORED  # pictures are packed already
    try:
        with default_storage.open(name, "rb") as source, archive.open(about, "w") as entry:
            shutil.copyfileobj(source, entry, COPY_BYTES)
    except FileNotFoundError:
        return
