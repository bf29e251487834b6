"""How the suite shares its servers among workers, and finds a browser."""

import os
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.redis import Client
from config.testing import schema
from config.testing.chromium import chromium_flags, find_chromium
from config.testing.servers import worker_environ


@pytest.fixture
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "TEST_DATABASE_URL", "postgresql://user:password@db.example/site?sslmode=require"
    )
    monkeypatch.setenv("TEST_REDIS_URL", "redis://cache.example/3")
    monkeypatch.setenv("TEST_MEDIA_ROOT", "/tmp/media")


@pytest.mark.usefixtures("_addresses")
def test_each_worker_has_a_database_of_its_own() -> None:
    urls = {worker_environ(worker)["DATABASE_URL"] for worker in ("main", "gw0", "gw1")}

    assert urls == {
        f"postgresql://user:password@db.example/site_test_{worker}?sslmode=require"
        for worker in ("main", "gw0", "gw1")
    }


@pytest.mark.usefixtures("_addresses")
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("redis://cache.example", "redis://cache.example/2"),
        ("redis://cache.example/3", "redis://cache.example/5"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=2"),
        ("unix:///run/valkey.sock?db=3", "unix:///run/valkey.sock?db=5"),
    ],
)
def test_each_worker_has_a_redis_database_of_its_own(
    monkeypatch: pytest.MonkeyPatch, given: str, expected: str
) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", given)

    assert worker_environ("gw1")["REDIS_URL"] == expected


@pytest.mark.django_db
def test_database_is_this_workers_and_migrated() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), count(*) > 0 FROM django_migrations")
        name, is_migrated = cursor.fetchone()

    assert name == settings.DATABASES["default"]["NAME"]
    assert "_test_" in name
    assert is_migrated


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    missing = StringIO()

    with suppress(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, stdout=missing)

    assert missing.getvalue() == "No changes detected\n"


def test_redis_is_empty_and_takes_writes(redis: Client) -> None:
    assert redis.dbsize() == 0
    assert redis.incr("count") == 1


def test_named_chromium_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, bundled = _program(tmp_path / "named"), _program(tmp_path / "bundled")

    monkeypatch.setenv("CHROMIUM", str(named))
    assert find_chromium(bundled) == named
    monkeypatch.delenv("CHROMIUM")
    assert find_chromium(bundled) == bundled


def test_chromium_on_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chromium = _program(tmp_path / "chromium")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_chromium(tmp_path / "missing") == chromium


def test_no_chromium_is_none_and_a_wrong_name_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert find_chromium(tmp_path / "missing") is None

    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(FileNotFoundError, match="CHROMIUM=/no/such/browser"):
        find_chromium(tmp_path / "missing")


def test_root_runs_chromium_without_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "--no-sandbox" in chromium_flags()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "--no-sandbox" not in chromium_flags()


def _program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.mark.django_db
@pytest.mark.skipif(
    "TEST_POSTGRES_TOOLS" not in os.environ, reason="the server is not the suite's own"
)
def test_the_migrated_tables_are_kept_for_the_next_run() -> None:
    [kept] = schema.FOLDER.glob("*.sql")

    assert kept == schema.kept_tables()
    assert "CREATE TABLE public.feed_post (" in kept.read_text()
