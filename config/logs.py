"""Log lines as JSON, each with the id of its request, for programs that collect them. A leaf: imports nothing of ours.

A line holds when, how grave, who says it, what, and where the code failed; never a form, a cookie or an address. What
PostgreSQL quotes of a row in its errors is left out.
"""

import json
import logging
import re
import secrets
import sys
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# In a task's message: the id of the request that sent it.
ASKED_BY: Final = "asked_by"
GIVEN: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
# PostgreSQL's DETAIL repeats values: Key (email)=(alice@example.org) already exists.
QUOTED: Final = re.compile(r"^\s*(?:DETAIL|CONTEXT):.*$\n?", re.MULTILINE)
# 404 is left out: addresses that are not there are asked for all day.
REFUSALS: Final = frozenset({400, 401, 403, 405, 412, 413, 415, 422, 428, 429})
logger = logging.getLogger(__name__)

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def name_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id: that of the proxy in front (X-Request-ID) where there is one, or a new one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
        name = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        token = _request_id.set(name)
        try:
            return get_response(request)
        finally:
            _request_id.reset(token)

    return middleware


def note_refusals(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say what was refused at which door: what was malformed, forbidden, too large or too often; not by whom."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in REFUSALS:
            door = str(request.resolver_match and request.resolver_match.view_name)
            event = {"refused": response.status_code, "method": request.method, "door": door}
            logger.info("refused: %s at %s", response.status_code, door, extra={"event": event})
        return response

    return middleware


def request_id() -> str:
    """Of the request that is being answered, or in which the task that is being done was sent; "" for neither."""
    task = _task()
    return _request_id.get() or str(getattr(task and task.request, ASKED_BY, None) or "")


def _task() -> Any:
    """What this thread is doing; Celery's own word for it is a proxy, which is false where there is none. Without Celery there is none."""
    celery = sys.modules.get("celery")
    return (celery.current_task or None) if celery else None


class JsonLine(logging.Formatter):
    """One object on one line: time, level, logger, message; event, request, task and error where there are any.

    `event`: what a line says, for programs: `logger.info(…, extra={"event": {…}})`.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": QUOTED.sub("", record.getMessage()),
        }
        if event := getattr(record, "event", None):
            line["event"] = event
        if request := request_id():
            line["request"] = request
        if task := _task():
            line["task"], line["task_id"] = task.name, str(task.request.id)
        if record.exc_info:
            line["error"] = QUOTED.sub("", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
