"""Filling an empty site from an archive. Rows keep their keys, so that every address and every link in a text stays true.

Each batch is one transaction with the note of how far it came, so that a killed import goes on where it stopped.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import NOT_PROVIDED
from psycopg import sql

from exchange.archive.kinds import ROLES, Kind, kinds
from exchange.archive.layout import Manifest, media_name, rows_name
from exchange.errors import UnreadableError
from exchange.models import Run

BATCH: Final = 500
# A post is 50,000 characters at most; a line beyond this is no row of ours.
MAX_LINE_BYTES: Final = 5_000_000
ADD_TO_ROLES: Final = """
    WITH held AS (SELECT (line::jsonb ->> 'user_id')::bigint AS user_id, line::jsonb ->> 'role' AS role
                  FROM unnest(%s::text[]) AS line),
    made AS (INSERT INTO auth_group (name) SELECT DISTINCT role FROM held ON CONFLICT DO NOTHING RETURNING id, name),
    known AS (SELECT id, name FROM auth_group UNION SELECT id, name FROM made)
    INSERT INTO accounts_user_groups (user_id, group_id)
    SELECT user_id, known.id FROM held JOIN known ON known.name = held.role ON CONFLICT DO NOTHING
"""

OnStep = Callable[[int], None]


def fill_tables(archive: ZipFile, manifest: Manifest, *, run: Run, on_rows: OnStep) -> None:
    """Every row that is not there yet.

    Raises:
        UnreadableError: a line cannot be taken in; the batches before it stay.
    """
    present = set(archive.namelist())
    for kind in kinds():
        name = rows_name(kind.name)
        if name not in present:
            continue
        start = run.place.get(kind.name, 0)
        on_rows(min(start, manifest.counts.get(kind.name, 0)))
        if kind.is_seeded and not start:
            _make_room(kind)
        for first, batch in _batches(archive, name, start):
            _fill(kind, batch, first=first, run=run)
            on_rows(len(batch))
    if rows_name(ROLES) in present:
        for _first, batch in _batches(archive, rows_name(ROLES), 0):
            with connection.cursor() as cursor:
                cursor.execute(ADD_TO_ROLES, [batch])
    _set_sequences()


def fill_media(archive: ZipFile, *, on_file: Callable[[], None]) -> None:
    """Every file that is not there yet, under its own name."""
    for entry in archive.infolist():
        name = media_name(entry.filename)
        if name:
            on_file()
            if not (default_storage.exists(name) and default_storage.size(name) == entry.file_size):
                _write(archive, entry.filename, name)


def media_count(archive: ZipFile) -> int:
    return sum(1 for entry in archive.namelist() if media_name(entry))


def _write(archive: ZipFile, entry: str, name: str) -> None:
    """A file that a killed import left half written is written anew."""
    default_storage.delete(name)
    try:
        with archive.open(entry) as source:
            default_storage.save(name, File(source, name=PurePosixPath(name).name))
    except (BadZipFile, EOFError, shutil.Error) as error:
        default_storage.delete(name)
        raise UnreadableError(f"{entry} in the archive is damaged.") from error


def _batches(archive: ZipFile, name: str, start: int) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line from 1, lines) of each batch behind the first `start` lines."""
    with archive.open(name) as file:
        lines = iter(lambda: file.readline(MAX_LINE_BYTES), b"")
        numbered = enumerate(lines, start=1)
        for _skipped in islice(numbered, start):
            pass
        while batch := list(islice(numbered, BATCH)):
            yield batch[0][0], [_text(line, number, name) for number, line in batch]


def _text(line: bytes, number: int, name: str) -> str:
    try:
        text = line.decode()
        if not isinstance(json.loads(text), dict):
            raise UnreadableError(f"{name} holds no row here.", line=number)
    except ValueError as error:
        raise UnreadableError(f"{name} is damaged ({error}).", line=number) from error
    return text


@transaction.atomic
def _make_room(kind: Kind) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(kind.table)))


def _fill(kind: Kind, batch: list[str], *, first: int, run: Run) -> None:
    run.place[kind.name] = first + len(batch) - 1
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_insert(kind), [batch, json.dumps(_defaults(kind), default=str)])
            run.save(update_fields=["place"])
    except DatabaseError as error:
        message = str(error).strip().splitlines()[0]
        raise UnreadableError(
            f"{rows_name(kind.name)}, lines {first} to {first + len(batch) - 1}: {message}"
        ) from error


def _insert(kind: Kind) -> Any:
    columns = sql.SQL(", ").join(map(sql.Identifier, kind.columns))
    chosen = sql.SQL(", ").join(sql.Identifier("held", name) for name in kind.columns)
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {chosen} FROM unnest(%s::text[]) AS line, "
        "jsonb_populate_record(NULL::{table}, %s::jsonb || line::jsonb) AS held ON CONFLICT ({key}) DO {then}"
    ).format(
        table=sql.Identifier(kind.table),
        columns=columns,
        chosen=chosen,
        key=sql.Identifier(kind.key),
        then=_overwriting(kind) if kind.is_named else sql.SQL("NOTHING"),
    )


def _overwriting(kind: Kind) -> Any:
    others = [sql.Identifier(name) for name in kind.columns if name != kind.key]
    same = [sql.SQL("{name} = EXCLUDED.{name}").format(name=name) for name in others]
    return sql.SQL("UPDATE SET ") + sql.SQL(", ").join(same)


def _defaults(kind: Kind) -> dict[str, Any]:
    """What a row says in columns that its archive, made by an older version, does not know."""
    values: dict[str, Any] = {}
    for field in kind.model._meta.concrete_fields:
        default = getattr(field, "default", NOT_PROVIDED)
        if default is not NOT_PROVIDED and not callable(default):
            values[str(field.column)] = default
        elif default in (dict, list):
            values[str(field.column)] = default()
        elif not field.null and field.empty_strings_allowed:
            values[str(field.column)] = ""
    return values


def _set_sequences() -> None:
    models = [kind.model for kind in kinds()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
