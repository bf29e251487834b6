"""Takes away everything that people, or the demo, have put into the site. What migrations made stays."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction

from accounts.models import User
from feed.models import Image, Post
from sponsors.models import Creative

CLEARED_APPS: Final = (
    "accounts",
    "account",
    "mfa",
    "socialaccount",
    "usersessions",
    "admin",
    "sessions",
    "counting",
    "exchange",
    "oauth2_provider",
    "feed",
    "moderation",
    "oauth2_provider",
    "sponsors",
)
# Made with the tables; templates, reports and decisions count on them.
KEPT_TABLES: Final = frozenset(
    {
        "accounts_trustrule", "moderation_decisionreason", "moderation_reportreason", "sponsors_sponsorslot",
    }
)  # fmt: skip


@transaction.atomic
def clear() -> int:
    """Empty all tables that hold content, and delete its pictures after the commit; returns how many those are.

    The tables are truncated, because no row of the moderators' record can be deleted. Keys begin at 1 again.
    """
    files = sorted(set(_files()))
    tables = ", ".join(connection.ops.quote_name(table) for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # none may wait for a row that goes
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    transaction.on_commit(partial(_delete, files))
    return len(files)


def _tables() -> list[str]:
    """Every table of the apps, those between two models included."""
    models = (
        model
        for label in CLEARED_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    )
    return sorted({model._meta.db_table for model in models} - KEPT_TABLES)


def _files() -> Iterable[str]:
    for renditions in Image.objects.values_list("renditions", flat=True):
        yield from (item["name"] for item in renditions)
    yield from Image.objects.values_list("file", flat=True)
    yield from Post.objects.exclude(share_image="").values_list("share_image", flat=True)
    yield from User.objects.exclude(avatar="").values_list("avatar", flat=True)
    yield from Creative.objects.exclude(image="").values_list("image", flat=True)


def _delete(files: Iterable[str]) -> None:
    for name in files:
        default_storage.delete(name)
