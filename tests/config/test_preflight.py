"""Before an upgrade an operator learns what would lock, what would break, and what is unsafe."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from pytest_django import Settings

from config.preflight.advice import ADVICE
from config.preflight.changes import Effect, changes_of, risks

TITLE = models.CharField(max_length=100)
IS_LIVE = models.CheckConstraint(condition=models.Q(pk__gt=0), name="x")
EFFECTS = {
    "remove": (migrations.RemoveField("post", "title"), {Effect.BREAKS}),
    "rename": (migrations.RenameField("post", "title", "name"), {Effect.BREAKS}),
    "delete": (migrations.DeleteModel("Post"), {Effect.BREAKS}),
    "required": (migrations.AddField("post", "x", models.IntegerField(default=1)), {Effect.BREAKS}),
    "optional": (migrations.AddField("post", "x", models.IntegerField(null=True)), set()),
    "filled": (migrations.AddField("post", "x", models.IntegerField(db_default=1)), set()),
    "indexed": (
        migrations.AddField("post", "x", models.IntegerField(null=True, db_index=True)),
        {Effect.STOPS_WRITING},
    ),
    "type": (migrations.AlterField("post", "title", models.IntegerField()), {Effect.STOPS_READING}),
    "longer": (migrations.AlterField("post", "title", models.CharField(max_length=900)), set()),
    "now required": (
        migrations.AlterField("post", "published_at", models.DateTimeField()),
        {Effect.BREAKS},
    ),
    "check": (migrations.AddConstraint("post", IS_LIVE), {Effect.STOPS_READING}),
    "check later": (AddConstraintNotValid("post", IS_LIVE), set()),
    "index": (
        migrations.AddIndex("post", models.Index("title", name="x")),
        {Effect.STOPS_WRITING},
    ),
    "index beside": (AddIndexConcurrently("post", models.Index("title", name="x")), set()),
    "code": (migrations.RunPython(migrations.RunPython.noop), {Effect.UNTOLD}),
    "apart": (
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL("SELECT 1")],
            state_operations=[migrations.RemoveField("post", "title")],
        ),
        {Effect.UNTOLD},
    ),
}  # fmt: skip


def migration(*made: Operation) -> migrations.Migration:
    class Made(migrations.Migration):
        operations = made

    return Made("9999_made", "feed")


@pytest.mark.parametrize("name", EFFECTS)
def test_each_kind_of_operation_is_told_by_what_it_does(name: str) -> None:
    operation, effects = EFFECTS[name]
    [change] = changes_of(migration(operation), ProjectState.from_apps(apps))

    assert {risk.effect for risk in risks(change)} == effects
    assert name in ("code", "apart") or change.table == "feed_post"


def test_what_happens_to_a_new_table_concerns_nobody() -> None:
    key: list[tuple[str, Any]] = [("id", models.BigAutoField(primary_key=True))]
    made = migration(
        migrations.CreateModel("Thing", key),
        migrations.AddIndex("thing", models.Index("id", name="x")),
    )

    assert list(changes_of(made, ProjectState.from_apps(apps))) == []


@pytest.mark.django_db
def test_operator_reads_what_waits_with_the_size_of_its_table(settings: Settings) -> None:
    rows = MigrationRecorder.Migration.objects.filter(app="moderation", name__gte="0008")
    gone, _by_model = rows.delete()
    told = StringIO()

    with pytest.raises(CommandError, match="must be mended"):
        call_command("preflight", stdout=told)

    text = told.getvalue()
    assert f"Migrations that wait: {gone}" in text
    assert "moderation.0008_batches: Add field batch" in text
    assert "on moderation_decision (about" in text
    assert "stops writing: AddIndexConcurrently" in text
    assert "must: broadsheet.W001: " in text  # the suite has one Redis for all


@pytest.mark.django_db
def test_unsafe_settings_are_told_and_safe_ones_are_not(settings: Settings) -> None:
    private = settings.STORAGES["private"]["OPTIONS"]["location"]
    rules = {one.name: one for one in ADVICE}

    assert all(rules[name].holds() for name in ("postgresql", "pgvector", "private files", "writable", "https"))  # fmt: skip

    settings.MEDIA_ROOT = private
    settings.IS_PRODUCTION, settings.IS_SECURE = True, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.METRICS_TOKEN, settings.TRUSTED_PROXIES = "", 0
    unsafe = {name for name in rules if not rules[name].holds()}

    assert {"private files", "https", "mail", "metrics", "proxies"} <= unsafe
