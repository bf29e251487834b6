"""How well moderation does, from the rows themselves; each query along an index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db.models import Count, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, TruncDate

from accounts.models import Applicant, User
from feed.models import (
    MEMBER_KINDS,
    CampaignStatus,
    Comment,
    CommentStatus,
    Judgement,
    PendingEdit,
    Post,
    PostStatus,
    RuleHit,
    SpamCampaign,
)
from moderation.models import Appeal, AppealState, Decision, Report, SubjectKind, Verb
from moderation.selectors.elsewhere import waiting_elsewhere

# So far back the figures look.
WITHIN: Final = timedelta(days=30)
# The median is of so many answers at most, the latest.
ANSWERS: Final = 1_000
# As noted in the evidence when the post was hidden.
_VIEWS: Final = Cast(KT("evidence__view_count"), IntegerField())


@dataclass(frozen=True)
class Figures:
    """Of the last 30 days; None where nothing happened yet.

    `first_action`: median time from a report to its answer; `queue_age`: how long the oldest case of the queue waits;
    `spam_views`: views of posts hidden for a reason that counts as spam, as counted when they were hidden; `recommended_rate`: of the posts
    hidden, the part that Read More recommended at that moment; `overturned_rate`: of appeals answered, taken back.
    """

    first_action: timedelta | None
    queue_age: timedelta | None
    spam_views: int
    recommended_rate: float | None
    overturned_rate: float | None


def moderation_figures(member: User, *, now: datetime) -> Figures:
    """`member`: who looks; cases of other apps count where he decides about them."""
    since = now - WITHIN
    hidden = _hidden_posts(since).aggregate(
        all=Count("pk", filter=Q(evidence__has_key="recommended_in")),
        recommended=Count("pk", filter=Q(evidence__recommended_in__gt=0)),
        spam_views=Sum(_VIEWS, filter=Q(reason__is_spam=True), default=0),
    )
    answered = Appeal.objects.filter(answered_at__gte=since).aggregate(
        all=Count("pk"), overturned=Count("pk", filter=Q(state=AppealState.OVERTURNED))
    )
    return Figures(
        first_action=_first_action(since),
        queue_age=_queue_age(member, now),
        spam_views=hidden["spam_views"],
        recommended_rate=_rate(hidden["recommended"], hidden["all"]),
        overturned_rate=_rate(answered["overturned"], answered["all"]),
    )


def decisions_per_day(*, since: date) -> Mapping[date, int]:
    """How many decisions people took; days without one are left out."""
    rows = Decision.objects.filter(created_at__gte=_start(since), actor__isnull=False)
    return _by_day(rows, Count("pk"))


def spam_views_per_day(*, since: date) -> Mapping[date, int]:
    """Views that spam had got before it was hidden, by the day when it was; days without are left out."""
    rows = _hidden_posts(_start(since)).filter(reason__is_spam=True)
    return _by_day(rows, Sum(_VIEWS, default=0))


def _by_day(rows: Any, sum_: Any) -> Mapping[date, int]:
    days = rows.order_by().annotate(day=TruncDate("created_at", tzinfo=UTC)).values("day")
    return dict(days.annotate(sum=sum_).values_list("day", "sum"))


def _hidden_posts(since: datetime) -> Any:
    return Decision.objects.filter(
        created_at__gte=since, verb=Verb.HIDE, subject_kind=SubjectKind.POST
    )


def _first_action(since: datetime) -> timedelta | None:
    answered = Report.objects.filter(answered_at__gte=since).order_by("-answered_at")
    times = answered.values_list("created_at", "answered_at")[:ANSWERS]
    waits = [(end - start).total_seconds() for start, end in times if end]
    return timedelta(seconds=median(waits)) if waits else None


def _queue_age(member: User, now: datetime) -> timedelta | None:
    """Of what is held since it was made, of all else since it came."""
    kinds: tuple[tuple[QuerySet[Any], str], ...] = (
        (Post.objects.filter(status=PostStatus.HELD), "created_at"),
        (Comment.objects.filter(status=CommentStatus.HELD), "created_at"),
        (Report.objects.unanswered(), "created_at"),
        (Appeal.objects.unanswered(), "created_at"),
        (PendingEdit.objects.waiting(), "created_at"),
        (Applicant.objects.waiting(), "created_at"),
        (Judgement.objects.filter(kind__in=MEMBER_KINDS).unanswered(), "judged_at"),
        (RuleHit.objects.unanswered(), "hit_at"),
        (SpamCampaign.objects.filter(status=CampaignStatus.FOUND), "found_at"),
    )
    first, *others = (
        rows.order_by(since).values_list(since, flat=True)[:1] for rows, since in kinds
    )
    waiting = list(first.union(*others, all=True))
    waiting += [case.since for case in waiting_elsewhere(member, now=now)]
    return now - min(waiting) if waiting else None


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
