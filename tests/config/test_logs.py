"""Log lines for programs: one object each, named by its request, without what readers typed."""

import json
import logging
from typing import Any

import pytest
from celery import _state
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.environment import read_environment
from config.errors import SettingsError
from config.logs import ASKED_BY, JsonLine, name_requests
from config.sweepers import strike
from tests.factories import make_member


def written(message: str, *, error: Exception | None = None) -> dict[str, str]:
    exc_info = (type(error), error, None) if error else None
    record = logging.LogRecord("feed", logging.ERROR, __file__, 1, message, None, exc_info)
    line: dict[str, str] = json.loads(JsonLine().format(record))
    return line


def test_line_is_one_object_whatever_is_said() -> None:
    line = written('two\nlines and "quotes"')

    assert (line["level"], line["logger"]) == ("ERROR", "feed")
    assert line["message"] == 'two\nlines and "quotes"'
    assert "request" not in line


def test_rows_that_postgresql_quotes_are_left_out() -> None:
    error = ValueError("not once\nDETAIL:  Key (email)=(alice@example.org) already exists.")

    line = written("failed", error=error)

    assert "not once" in line["error"]
    assert "alice" not in line["error"]


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(1, "abcdef0123456789", True), (0, "abcdef0123456789", False), (1, 'x" y', False)],
)
def test_request_is_named_by_a_trusted_proxy_only(
    *, settings: Settings, proxies: int, given: str, is_taken: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    lines: list[dict[str, str]] = []

    def view(_request: HttpRequest) -> HttpResponse:
        lines.extend(written("once more") for _ in range(2))
        return HttpResponse()

    name_requests(view)(RequestFactory().get("/", headers={"X-Request-ID": given}))

    assert lines[0]["request"] == lines[1]["request"]
    assert (lines[0]["request"] == given) is is_taken
    assert "request" not in written("afterwards")


def test_a_line_of_a_task_names_it_and_the_request_that_sent_it() -> None:
    task: Any = strike
    task.push_request(id="abc", **{ASKED_BY: "0123456789abcdef"})
    stack: Any = _state._task_stack  # type: ignore[attr-defined]
    stack.push(task)
    try:
        line = written("busy")
    finally:
        stack.pop()
        task.pop_request()

    assert (line["task"], line["task_id"]) == ("config.sweepers.strike", "abc")
    assert line["request"] == "0123456789abcdef"
    assert "task" not in written("afterwards")


@pytest.mark.django_db
def test_what_is_refused_is_noted_with_the_door_and_without_who(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "config.logs")
    client.force_login(make_member("mallory"))

    client.get("/admin/feed/post/")
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "alice", "password": "x"})
    client.get("/no/such/page/")
    client.put("/accounts/sessions/1/")
    client.get("/settings/sessions/1/end/")
    client.get("/\0")

    events = [record.event for record in caplog.records if record.name == "config.logs"]  # type: ignore[attr-defined]
    assert [(each["refused"], each["door"]) for each in events][-3:] == [
        (403, "account_login"), (405, "accounts:session-end"), (400, "None"),
    ]  # fmt: skip
    assert not any(word in caplog.text for word in ("mallory", "alice", "127.0.0.1"))
    line = json.loads(JsonLine().format(caplog.records[-1]))
    assert line["event"]["refused"] == 400


@pytest.mark.django_db
def test_what_an_older_key_signed_is_good_while_it_is_named(
    client: Client, settings: Settings
) -> None:
    late = Client()
    for browser in (client, late):
        browser.force_login(make_member("alice"))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key " * 5, [settings.SECRET_KEY]

    assert client.get("/settings/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/settings/").status_code == 200  # signed anew when it came by
    assert late.get("/settings/").status_code == 302
    named = {"BROADSHEET_ENV": "test", "BROADSHEET_OLD_SECRET_KEYS": f"{'old-key-1' * 6},{'old-key-2' * 6}"}  # fmt: skip
    assert len(read_environment(named)["BROADSHEET_OLD_SECRET_KEYS"]) == 2
    with pytest.raises(SettingsError, match="BROADSHEET_OLD_SECRET_KEYS") as refused:
        read_environment({"BROADSHEET_ENV": "test", "BROADSHEET_OLD_SECRET_KEYS": "short-one"})
    assert "short-one" not in str(refused.value)
