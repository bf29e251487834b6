"""What is told of an error to Sentry names nobody, and nothing is told unless somebody asked for it."""

import sys

import pytest

from config.errors import SettingsError
from config.sentry import report_errors, strip

ERROR = "not once\nDETAIL:  Key (email)=(alice@example.org) already exists."
EVENT = {
    "transaction": "feed:post",
    "user": {"ip_address": "198.51.100.7"},
    "server_name": "alices-machine",
    "breadcrumbs": {"values": [{"message": "SELECT alice"}]},
    "extra": {"sys.argv": ["alice"]},
    "request": {"method": "POST", "url": "https://news.example.org/members/alice/", "query_string": "q=alice", "data": "alice", "headers": {"Cookie": "alice"}},
    "exception": {"values": [{"type": "IntegrityError", "value": ERROR}]},
}  # fmt: skip


def test_nobody_is_named() -> None:
    told = strip(dict(EVENT))

    assert "alice" not in str(told)
    assert "198.51" not in str(told)
    assert told["transaction"] == "feed:post"
    assert told["request"] == {"method": "POST"}
    assert "not once" in str(told)


def test_without_the_setting_nothing_is_loaded() -> None:
    report_errors("", environment="production")

    assert "sentry_sdk" not in sys.modules


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(SettingsError, match="--group sentry"):
        report_errors("https://key@sentry.example.org/1", environment="production")
