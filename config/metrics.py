"""`/metrics` for Prometheus: what `/readyz` measures and how long the queue is, as numbers to draw.

Only for who knows BROADSHEET_METRICS_TOKEN (`Authorization: Bearer …`); without that variable there is no such page.
"""

import hmac
from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from config import redis
from config.readiness import Check, examine_all

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
QUEUE: Final = "celery"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 to everybody else, so that nobody learns that it is there."""
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    lines = (*_of_checks(examine_all(now=timezone.now())), *_of_queue())
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


def _of_queue() -> Iterator[str]:
    """The messages that wait for a worker; nothing where the broker does not answer."""
    try:
        waiting = redis.broker().llen(f"{redis.key('celery')}:{QUEUE}")
    except RedisError:
        return
    yield "# TYPE broadsheet_queue_length gauge"
    yield f'broadsheet_queue_length{{queue="{QUEUE}"}} {waiting}'
