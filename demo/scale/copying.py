"""Writing rows by COPY, a table at a time, into an empty site."""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Field, GeneratedField, Model

from accounts.models import User
from config.freshness import SITE, touch
from demo.errors import NotEmptyError
from demo.scale import rows
from demo.scale.rows import Row
from demo.scale.shape import CATEGORIES, TAGS, TAGS_PER_POST, Scale
from demo.services.loading import is_empty
from feed.models import Category, Comment, Post, ReadMoreList, Tag

Advance = Callable[[int], None]

STEP: Final = 2_000
# (table, its rows); parents before children.
TABLES: Final[tuple[tuple[type[Model], Callable[[Scale], Iterator[Row]]], ...]] = (
    (User, rows.members),
    (Category, rows.categories),
    (Tag, rows.tags),
    (Post, rows.posts),
    (Post.tags.through, rows.post_tags),
    (Comment, rows.comments),
    (ReadMoreList, rows.read_more),
)
# Indexes of words take in what is new at the next vacuum, and until then it is read through by each search.
WAITING_WORDS: Final = ("feed_post_search", "feed_read_more_in")
TOTALS: Final = (
    "UPDATE feed_category SET post_count = (SELECT count(*) FROM feed_post WHERE category_id = feed_category.id)",
    "UPDATE feed_tag SET post_count = (SELECT count(*) FROM feed_post_tags WHERE tag_id = feed_tag.id)",
)


def total_rows(scale: Scale) -> int:
    """How many rows `fill` writes."""
    each_post = 2 + TAGS_PER_POST
    return scale.members + CATEGORIES + TAGS + scale.posts * each_post + scale.comments


def fill(scale: Scale, *, advance: Advance) -> None:
    """Write all rows in one transaction, then have PostgreSQL look at them; `advance` is told of rows written.

    Raises:
        NotEmptyError: somebody has signed up or written here.
    """
    if not is_empty():
        raise NotEmptyError(
            "This database has members or posts; the large site needs an empty one."
        )
    with transaction.atomic(), connection.cursor() as cursor:
        _trust_ourselves(cursor)
        for model, make in TABLES:
            _copy(model, make(scale), advance)
        for statement in TOTALS:
            cursor.execute(statement)
        touch(SITE)
    with connection.cursor() as cursor:
        for index in WAITING_WORDS:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute("ANALYZE")


def _trust_ourselves(cursor: Any) -> None:
    """Spare the check of each reference, where we may: a superuser's right."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        cursor.execute("SET LOCAL session_replication_role = replica")


def _copy(model: type[Model], given: Iterator[Row], advance: Advance) -> None:
    table, first = model._meta.db_table, next(given, None)
    if first is None:
        return
    defaults = {
        field.column: _default(field)
        for field in model._meta.concrete_fields
        if field.column not in first and not isinstance(field, GeneratedField) and not field.null
    }
    columns, constants = [*first, *defaults], tuple(defaults.values())
    names = ", ".join(connection.ops.quote_name(name) for name in columns if name)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN") as copy:
            copy.write_row((*first.values(), *constants))
            while batch := list(islice(given, STEP)):
                for row in batch:
                    copy.write_row((*row.values(), *constants))
                advance(len(batch))
        if "id" in first:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )


def _default(field: "Field[Any, Any]") -> Any:
    """As COPY's text format takes it."""
    value = field.get_default()
    if isinstance(value, list):
        return json.dumps(value) if field.get_internal_type() == "JSONField" else "{}"
    return "" if value is None else value
