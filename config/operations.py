"""The admin's page for whoever keeps the site running: what is measured, what waits, what ran, what failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from redis.exceptions import RedisError

from config import runs
from config.celery import app
from config.readiness import examine_all
from config.schedule import SCHEDULE


@dataclass(frozen=True)
class Row:
    """One line of beat's schedule. `run`: the last, None where none is known; `is_late`: it should have run again."""

    task: str
    period: timedelta
    run: runs.Run | None
    is_late: bool

    @property
    def every(self) -> str:
        """Its period in the reader's words: 15 s, 30 minutes, 1 day."""
        seconds = self.period.total_seconds()
        if seconds < 60:
            return (
                f"\N{LEFT-TO-RIGHT ISOLATE}{number_format(seconds, 0)} s\N{POP DIRECTIONAL ISOLATE}"
            )
        now = timezone.now()
        return timesince(now - self.period, now)


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """For administrators; what the broker knows is left out while it is away."""
    _require_administrator(request)
    now = timezone.now()
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Operations"),
        "checks": examine_all(now=now),
    }
    try:
        context |= {"queues": runs.queues(now=now), "rows": _rows(now), "failures": runs.failures()}
    except RedisError:
        context |= {"queues": [], "rows": [], "failures": []}
    return TemplateResponse(request, "admin/operations.html", context)


@require_POST
def retry(request: HttpRequest, failure_id: str) -> HttpResponse:
    """Send a failed task again."""
    _require_administrator(request)
    try:
        is_sent = runs.retry(failure_id, app=app)
    except (RedisError, OSError):
        messages.error(request, _("The queue cannot be reached. Try again in a minute."))
        return redirect("operations")
    if is_sent:
        messages.success(request, _("The task was sent again."))
    else:
        messages.warning(request, _("This failure is not known any more."))
    return redirect("operations")


def _rows(now: datetime) -> list[Row]:
    ran = runs.last_runs()
    return [
        Row(one["task"], one["schedule"], run, _is_late(run, one["schedule"], now))
        for one in SCHEDULE.values()
        for run in (ran.get(one["task"]),)
    ]


def _is_late(run: runs.Run | None, period: timedelta, now: datetime) -> bool:
    """Twice the period and a minute: once may be missed behind something long."""
    return run is not None and now - run.ended_at > 2 * period + timedelta(minutes=1)


def _require_administrator(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied
