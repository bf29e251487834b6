"""`/metrics` for Prometheus: what `/readyz` measures, the queue, what tasks did and how slots fill, as numbers to draw.

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

from config import runs
from config.readiness import Check, examine_all
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
    lines = (*_of_checks(examine_all(now=now)), *_of_tasks(now), *_of_slots(now))
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


def _of_tasks(now: datetime) -> Iterator[str]:
    """The messages that wait, and what became of each task; nothing where the broker does not answer."""
    try:
        queue, ran = runs.queue(now=now), runs.last_runs()
    except RedisError:
        return
    yield "# TYPE broadsheet_queue_length gauge"
    yield f'broadsheet_queue_length{{queue="{runs.QUEUE}"}} {queue.length}'
    yield "# TYPE broadsheet_queue_age_seconds gauge"
    age = queue.age.total_seconds() if queue.age else 0
    yield f'broadsheet_queue_age_seconds{{queue="{runs.QUEUE}"}} {age}'
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
