"""The admin's first page: what waits, and the last two weeks in four charts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from config.middleware import FACTORS
from config.sidebar import held_at
from counting.models import EventClass, EventTotal
from feed.models import Comment, Post
from moderation.selectors.figures import (
    decisions_per_day,
    moderation_figures,
    spam_views_per_day,
)

DAYS: Final = 14


@dataclass(frozen=True)
class Figure:
    """One number with its name, and where it leads."""

    title: str
    value: int | str
    link: str


@dataclass(frozen=True)
class Chart:
    """One series of days, oldest first, with its sum; `data` is what the chart library reads."""

    title: str
    total: int
    data: str
    days: list[tuple[str, int]]


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add `figures` and `charts`, each only for those who may see what it counts."""
    since = timezone.now().date() - timedelta(days=DAYS - 1)
    context |= {"title": _("Dashboard"), "figures": [], "charts": []}
    context["has_second_factor"] = is_mfa_enabled(request.user, FACTORS)
    if request.user.has_perm("feed.view_post"):
        context["figures"] += _figures(request)
        context["charts"] += [
            _chart(_("Posts"), _per_day(Post.objects.live(), "published_at", since), since),
            _chart(_("Comments"), _per_day(Comment.objects.live(), "created_at", since), since),
            _chart(_("Views"), _events("view", since), since),
        ]
    if request.user.is_authenticated and request.user.is_moderator:
        context["figures"] += _moderation(request.user)
        context["charts"] += [
            _chart(_("Decisions"), decisions_per_day(since=since), since),
            _chart(_("Views of spam before it was hidden"), spam_views_per_day(since=since), since),
        ]
    if request.user.has_perm("sponsors.view_flight"):
        title = _("Sponsors’ impressions")
        context["charts"].append(_chart(title, _events("viewable", since), since))
    return context


def _figures(request: HttpRequest) -> list[Figure]:
    held = held_at(request)
    query = "?status__exact=held"
    return [
        Figure(_("Posts held"), held.posts, reverse("admin:feed_post_changelist") + query),
        Figure(_("Comments held"), held.comments, reverse("admin:feed_comment_changelist") + query),
    ]


def _moderation(member: User) -> list[Figure]:
    """Of the last 30 days; a dash where nothing happened."""
    found = moderation_figures(member, now=timezone.now())
    queue, log = reverse("moderation-queue"), reverse("admin:moderation_decision_changelist")
    appeals = reverse("admin:moderation_appeal_changelist")
    return [
        Figure(_("Oldest case waits for"), _lasting(found.queue_age), queue),
        Figure(_("From report to answer, median"), _lasting(found.first_action), queue),
        Figure(_("Views of spam before it was hidden, 30 days"), found.spam_views, log),
        Figure(_("Hidden posts that were recommended"), _share(found.recommended_rate), log),
        Figure(_("Appeals that took a decision back"), _share(found.overturned_rate), appeals),
    ]


def _lasting(time: timedelta | None) -> str:
    if time is None:
        return "–"
    now = timezone.now()
    return timesince(now - time, now, depth=1)


def _share(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.0%}"


def _per_day(rows: QuerySet[Any], field: str, since: date) -> Mapping[date, int]:
    start = datetime.combine(since, time.min, tzinfo=UTC)
    recent = rows.filter(**{f"{field}__gte": start}).order_by()
    counts = (
        recent.annotate(day=TruncDate(field, tzinfo=UTC)).values("day").annotate(count=Count("pk"))
    )
    return dict(counts.values_list("day", "count"))


def _events(kind: str, since: date) -> Mapping[date, int]:
    valid = EventTotal.objects.filter(
        kind=kind, event_class=EventClass.VALID, counted_on__gte=since
    ).order_by()
    return dict(
        valid.values("counted_on").annotate(sum=Sum("count")).values_list("counted_on", "sum")
    )


def _chart(title: str, counts: Mapping[date, int], since: date) -> Chart:
    """Days without a row are shown as 0."""
    dates = [since + timedelta(days=number) for number in range(DAYS)]
    # Translators: a day without its year; see "date" of Django's built-in template filters.
    day_format = pgettext("date format", "j M")
    labels = [date_format(day, day_format) for day in dates]
    values = [counts.get(day, 0) for day in dates]
    dataset = {
        "label": title,
        "data": values,
        "borderColor": "var(--color-primary-600)",
        "backgroundColor": "var(--color-primary-600)",
    }
    return Chart(
        title=title,
        total=sum(values),
        data=json.dumps({"labels": labels, "datasets": [dataset]}),
        days=list(zip(labels, values, strict=True)),
    )
