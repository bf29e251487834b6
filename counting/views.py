"""Where browsers report what was really seen."""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

from config.redis import cache, events
from counting.beacon import read_beacon
from counting.classify import circumstances_of
from counting.errors import BeaconRefusedError
from counting.health import note_refused
from counting.services import record_events
from counting.visitors import Visitor

RETRY_AFTER_SECONDS = 30

logger = logging.getLogger(__name__)


@csrf_exempt  # a beacon cannot carry the form token; read_beacon checks where it comes from
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """204 once the events are counted; whether they were valid is not for the sender to know."""
    try:
        sent = read_beacon(request)
    except BeaconRefusedError as error:
        return HttpResponse(
            f"{error}\n", status=error.status, content_type="text/plain; charset=utf-8"
        )
    try:
        how = circumstances_of(request, now=timezone.now(), is_automated=sent.is_automated)
        visitor = Visitor(how.member_pk, how.address, how.user_agent)
        record_events(sent.tokens, visitor=visitor, circumstances=how, redis=events())
    except RedisError as error:
        logger.warning("A beacon was refused: %r", error)
        note_refused(len(sent.tokens), today=timezone.now().date(), cache=cache())
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
