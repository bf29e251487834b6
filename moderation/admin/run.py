"""Five minutes of review: the worst case, a decision, the next; then what came of it."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from moderation.admin.forms import LASTS
from moderation.admin.queue import act, queue_of, require_desk, row_of
from moderation.models import Decision, Verb
from moderation.selectors.decision_reasons import offered_choices
from moderation.selectors.waiting import out_of_turn

LENGTH: Final = timedelta(minutes=5)
KEY: Final = "five_minutes"
MAX_SKIPPED: Final = 100


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest) -> HttpResponse:
    """Begin, go on, or see what came of it."""
    moderator = require_desk(request)
    now = timezone.now()
    if request.method == "POST":
        _go_on(request, now)
        return redirect("moderation-run")
    begun_at, ends_at, skipped = _state(request)
    # The worst that this person may decide, that nobody else looks at and that was not skipped.
    left_out = out_of_turn(moderator, now=now).union(skipped)
    queue = queue_of(moderator, now=now, without=left_out)
    case = next(iter(queue.cases), None)
    is_on = bool(ends_at and ends_at > now and case)
    context = {
        **admin.site.each_context(request),
        "title": _("Five minutes"),
        "ends_at": ends_at,
        "row": row_of(case, member=moderator) if case and is_on else None,
        "is_over": bool(begun_at) and not is_on,
        "done": _done(moderator, since=begun_at) if begun_at else [],
        "waiting_count": queue.waiting_count,
        "reasons": offered_choices(),
        "lasts": LASTS,
    }
    return TemplateResponse(request, "admin/moderation/run.html", context)


def _go_on(request: HttpRequest, now: datetime) -> None:
    deed = request.POST.get("deed", "")
    begun_at, ends_at, skipped = _state(request)
    if deed == "start":
        _keep(request, now, now + LENGTH, [])
    elif deed == "stop" and begun_at and ends_at:
        _keep(request, begun_at, min(now, ends_at), skipped)
    elif deed == "skip":
        skipped = [*skipped, request.POST.get("case", "")[:28]][-MAX_SKIPPED:]
        _keep(request, begun_at or now, ends_at or now + LENGTH, skipped)
    else:
        act(request)


def _keep(request: HttpRequest, begun_at: datetime, ends_at: datetime, skipped: list[str]) -> None:
    times = {"begun_at": begun_at.isoformat(), "ends_at": ends_at.isoformat()}
    request.session[KEY] = times | {"skipped": skipped}


def _state(request: HttpRequest) -> tuple[datetime | None, datetime | None, list[str]]:
    """When it began and ends, None if it did not begin; and the cases that were left for later."""
    kept: dict[str, Any] = request.session.get(KEY, {})
    if not kept:
        return None, None, []
    begun_at, ends_at = (datetime.fromisoformat(kept[name]) for name in ("begun_at", "ends_at"))
    return begun_at, ends_at, list(kept["skipped"])


def _done(moderator: User, *, since: datetime) -> list[tuple[str, int]]:
    """How many decisions of each kind, most first."""
    verbs = Decision.objects.filter(actor=moderator, created_at__gte=since)
    counted = Counter(verbs.values_list("verb", flat=True))
    return [(str(Verb(verb).label), count) for verb, count in counted.most_common()]
