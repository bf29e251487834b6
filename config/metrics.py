"""`/metrics` for Prometheus: what `/readyz` measures, requests, the queue, tasks, events and slots, as numbers to draw.

Only for who knows BROADSHEET_METRICS_TOKEN (`Authorization: Bearer …`); without that variable there is no such page.
"""

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from config import redis as servers
from config import runs, traffic
from config.readiness import Check, examine_all
from counting.health import examine
from sponsors.selectors.filling import asked_and_filled

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 to everybody else, so that nobody learns that it is there."""
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    now = timezone.now()
    checks = examine_all(now=now)
    lines = (*_of_checks(checks), *_of_requests(), *_of_tasks(now), *_of_events(now), *_of_slots(now))  # fmt: skip
    return HttpResponse("\n".join(lines) + "\n", content_type=CONTENT_TYPE)


def _of_checks(checks: Sequence[Check]) -> Iterator[str]:
    """Three families; a check with nothing to measure has no value."""
    yield "# TYPE broadsheet_check_ok gauge"
    yield from (f'broadsheet_check_ok{{check="{one.name}"}} {int(one.is_ok)}' for one in checks)
    yield "# TYPE broadsheet_check_value gauge"
    yield from (
        f'broadsheet_check_value{{check="{one.name}",unit="{one.unit}"}} {one.value}'
        for one in checks
        if one.value is not None
    )
    yield "# TYPE broadsheet_check_limit gauge"
    yield from (
        f'broadsheet_check_limit{{check="{one.name}",unit="{one.unit}"}} {one.limit}'
        for one in checks
    )


def _of_requests() -> Iterator[str]:
    """Answers by status, the time they took, and what strangers' pages came from, and which server was read from; nothing where the cache is away."""
    try:
        told = traffic.read()
    except RedisError:
        return
    families = (
        (traffic.REQUESTS, "broadsheet_requests_total", "status"),
        (traffic.SECONDS, "broadsheet_request_seconds_total", "status"),
        (traffic.PAGES, "broadsheet_pages_total", "outcome"),
        (traffic.READS, "broadsheet_reads_total", "server"),
    )
    for what, family, label in families:
        yield f"# TYPE {family} counter"
        yield from (
            f'{family}{{{label}="{kind}"}} {round(value, 3)}'
            for (each, kind), value in told.items()
            if each == what
        )


def _of_events(now: datetime) -> Iterator[str]:
    """Counts that wait for the ledger, and those that were refused today."""
    try:
        found = examine(now=now, events=servers.events(), cache=servers.cache())
    except DatabaseError:
        return
    if not found.is_answering:
        return
    yield "# TYPE broadsheet_events gauge"
    yield f'broadsheet_events{{state="waiting"}} {found.waiting}'
    yield f'broadsheet_events{{state="refused"}} {found.refused}'
    yield "# TYPE broadsheet_events_lag_seconds gauge"
    lag = found.oldest.total_seconds() if found.oldest else 0
    yield f'broadsheet_events_lag_seconds{{state="waiting"}} {lag}'


def _of_tasks(now: datetime) -> Iterator[str]:
    """The messages that wait, and what became of each task; nothing where the broker does not answer."""
    try:
        queues, ran = runs.queues(now=now), runs.last_runs()
    except RedisError:
        return
    yield "# TYPE broadsheet_queue_length gauge"
    yield from (f'broadsheet_queue_length{{queue="{one.name}"}} {one.length}' for one in queues)
    yield "# TYPE broadsheet_queue_age_seconds gauge"
    yield from (
        f'broadsheet_queue_age_seconds{{queue="{one.name}"}} {one.age.total_seconds() if one.age else 0}'
        for one in queues
    )
    yield "# TYPE broadsheet_tasks_total counter"
    for one in ran.values():
        yield f'broadsheet_tasks_total{{task="{one.task}",outcome="{runs.DONE}"}} {one.done_count}'
        yield f'broadsheet_tasks_total{{task="{one.task}",outcome="{runs.FAILED}"}} {one.failed_count}'
    yield "# TYPE broadsheet_task_seconds gauge"
    yield from (
        f'broadsheet_task_seconds{{task="{one.task}"}} {one.seconds}' for one in ran.values()
    )
    yield "# TYPE broadsheet_task_age_seconds gauge"
    yield from (
        f'broadsheet_task_age_seconds{{task="{one.task}"}} {(now - one.ended_at).total_seconds():.0f}'
        for one in ran.values()
    )


def _of_slots(now: datetime) -> Iterator[str]:
    """How often slots were asked for today, and how often somebody's creative was there."""
    try:
        asked, filled = asked_and_filled(on=now.date())
    except DatabaseError:
        return
    yield "# TYPE broadsheet_slots gauge"
    yield f'broadsheet_slots{{outcome="asked"}} {asked}'
    yield f'broadsheet_slots{{outcome="filled"}} {filled}'
