"""Which of all that waits comes first: PostgreSQL weighs every case by the formula of moderation.harm, then cuts.

Nothing is cut before it is weighed, so that no case stands behind others for ever that are only heavier, or only older.
Each answer has the worst first, with `urgency`; of what is reported, `weight`, `severity`, `complained_at` and `report_count`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Extract, Greatest, Least

from accounts.models import User
from feed.models import (
    MEMBER_KINDS,
    CampaignStatus,
    Comment,
    CommentStatus,
    Judgement,
    Post,
    PostStatus,
    RuleHit,
    SpamCampaign,
)
from moderation.harm import HARM_PER_DAY, LEAST_VIEWS_PER_HOUR, chance_by_reports, either
from moderation.models import Appeal, Report, SubjectKind, Verb

# What is thought of a text that rules held and the classifier did not judge; and of a change that waits.
UNJUDGED: Final = 0.5
# How urgent an appeal is, as the severity of a report.
TAKEN_AWAY: Final = {Verb.SUSPEND: 5.0, Verb.SILENCE: 4.0, Verb.HIDE: 2.0}
HOUR_SECONDS: Final = 3_600
DAY_SECONDS: Final = 86_400
NONE: Final = Value(0.0, output_field=FloatField())


@dataclass(frozen=True)
class Signs:
    """What speaks about each row beside reports and rules, as expressions.

    `since`: when it was published or began; `chance`: that something is wrong, 0…1; `doubted_at`: when that was said first,
    or NULL; `views_per_hour`: 0 for what is not public.
    """

    since: Any
    chance: Any
    doubted_at: Any
    views_per_hour: Any = NONE


def worst_posts(within: Q, *, now: datetime) -> QuerySet[Any]:
    """Posts that are held, reported, or asked about by a rule; `within`: which come into question."""
    held = Post.objects.filter(status=PostStatus.HELD).order_by().values("pk")
    posts = Post.objects.filter(within, pk__in=_called(SubjectKind.POST, held))
    since = Coalesce(F("published_at"), F("created_at"))
    rate = _views_per_hour(F("view_count"), since=since, now=now)
    return _weighed(posts, SubjectKind.POST, _signs_of(SubjectKind.POST, since, rate), now=now)


def worst_comments(within: Q, *, now: datetime) -> QuerySet[Any]:
    """As `worst_posts`; a comment is read as often as its post."""
    held = Comment.objects.filter(status=CommentStatus.HELD).order_by().values("pk")
    comments = Comment.objects.filter(within, pk__in=_called(SubjectKind.COMMENT, held))
    post_since = Coalesce(F("post__published_at"), F("post__created_at"))
    rate = _views_per_hour(F("post__view_count"), since=post_since, now=now)
    signs = _signs_of(SubjectKind.COMMENT, F("created_at"), rate)
    live = comments.exclude(status=CommentStatus.DELETED)
    return _weighed(live, SubjectKind.COMMENT, signs, now=now)


def worst_members(within: Q, *, now: datetime) -> QuerySet[Any]:
    """Who was reported, and whose name or profile looks suspicious or is asked about by a rule."""
    doubts = Judgement.objects.unanswered().filter(kind__in=MEMBER_KINDS).order_by()
    called = _called(SubjectKind.MEMBER, doubts.values("subject_pk"))
    mine = doubts.filter(subject_pk=OuterRef("pk")).values("subject_pk")
    signs = Signs(
        since=F("date_joined"),
        chance=Coalesce(Subquery(mine.annotate(most=Max("probability")).values("most")), 0.0),
        doubted_at=Subquery(mine.annotate(first=Min("judged_at")).values("first")),
    )
    members = User.objects.filter(within, pk__in=called)
    return _weighed(members, SubjectKind.MEMBER, signs, now=now)


def worst_campaigns(within: Q, *, now: datetime) -> QuerySet[Any]:
    """Made from one template by n authors: the more, the less likely by chance (1 - 1/n). With the `views` of all posts."""
    found = SpamCampaign.objects.filter(within, status=CampaignStatus.FOUND)
    campaigns: Any = found.annotate(views=Sum("prints__post__view_count", default=0))
    rate = _views_per_hour(F("views"), since=F("found_at"), now=now)
    chance = 1.0 - 1.0 / Cast(Greatest(F("author_count"), 2), FloatField())
    harm = Greatest(rate, LEAST_VIEWS_PER_HOUR) * chance
    return _worst_first(campaigns, harm=harm, waits_since=F("found_at"), now=now)


def worst_appeals(within: Q, *, now: datetime) -> QuerySet[Any]:
    """The more was taken from who appeals, the more urgent."""
    whens = [When(decision__verb=verb, then=Value(value)) for verb, value in TAKEN_AWAY.items()]
    severity = Case(*whens, default=Value(1.0), output_field=FloatField())
    harm = severity * UNJUDGED * LEAST_VIEWS_PER_HOUR
    appeals = Appeal.objects.unanswered().filter(within)
    return _worst_first(appeals, harm=harm, waits_since=F("created_at"), now=now)


def _called(kind: SubjectKind, others: QuerySet[Any]) -> Any:
    """Keys of what members reported and rules ask about, and of `others`; each found by an index of what is open."""
    reports = Report.objects.unanswered().filter(subject_kind=kind).order_by()
    hits = RuleHit.objects.unanswered().filter(kind__in=_texts_of(kind)).order_by()
    return others.union(reports.values("subject_pk"), hits.values("subject_pk"))


def _texts_of(kind: SubjectKind) -> Collection[str]:
    return MEMBER_KINDS if kind == SubjectKind.MEMBER else (kind,)


def _signs_of(kind: SubjectKind, since: Any, views_per_hour: Any) -> Signs:
    """What the filter said of a text; of what is held, also when."""
    said = Judgement.objects.filter(kind=kind, subject_pk=OuterRef("pk")).order_by()
    is_held, is_live = Q(status=PostStatus.HELD), Q(status=PostStatus.PUBLISHED)
    unjudged = Case(When(is_held, then=Value(UNJUDGED)), default=NONE)
    return Signs(
        since=since,
        chance=Coalesce(Subquery(said.values("probability")), unjudged),
        doubted_at=Case(When(is_held, then=Subquery(said.values("judged_at")))),
        views_per_hour=Case(When(is_live, then=views_per_hour), default=NONE),
    )


def _weighed(
    rows: QuerySet[Any], kind: SubjectKind, signs: Signs, *, now: datetime
) -> QuerySet[Any]:
    """By the signs, the open reports and the open hits of rules."""
    hits = RuleHit.objects.unanswered().filter(kind__in=_texts_of(kind), subject_pk=OuterRef("pk"))
    hits = hits.order_by("hit_at")
    weight: Any = Coalesce(_of_reports(kind, Sum("weight")), 0.0)
    severity = Coalesce(_of_reports(kind, Max("reason__severity")), 1.0)
    complained_at = _of_reports(kind, Min("created_at"))
    by_rules: Any = Coalesce(Subquery(hits.values(said=Value(UNJUDGED))[:1]), 0.0)
    chance: Any = either(signs.chance, by_rules, chance_by_reports(weight))
    first = Least(complained_at, Subquery(hits.values("hit_at")[:1]), signs.doubted_at)
    return _worst_first(
        rows.annotate(
            weight=weight, severity=severity, complained_at=complained_at,
            report_count=Coalesce(_of_reports(kind, Count("pk")), 0),
        ),
        harm=Greatest(signs.views_per_hour, LEAST_VIEWS_PER_HOUR) * chance * severity,
        waits_since=Coalesce(first, signs.since),
        now=now,
    )  # fmt: skip


def _of_reports(kind: SubjectKind, figure: Any) -> Any:
    """A figure of the open reports on each row, NULL where nobody complained."""
    mine = Report.objects.unanswered().filter(subject_kind=kind, subject_pk=OuterRef("pk"))
    return Subquery(mine.order_by().values("subject_pk").annotate(figure=figure).values("figure"))


def _worst_first(
    rows: QuerySet[Any], *, harm: Any, waits_since: Any, now: datetime
) -> QuerySet[Any]:
    """By moderation.harm.urgency."""
    days = _seconds(waits_since, now=now) / DAY_SECONDS
    urgency = harm + HARM_PER_DAY * Greatest(days, 0.0)
    found: QuerySet[Any] = rows.annotate(urgency=urgency).order_by("-urgency", "pk")
    return found


def _views_per_hour(views: Any, *, since: Any, now: datetime) -> Any:
    """As moderation.harm.views_per_hour."""
    return views / Greatest(_seconds(since, now=now) / HOUR_SECONDS, 1.0)


def _seconds(since: Any, *, now: datetime) -> Any:
    span = ExpressionWrapper(
        Value(now, output_field=DateTimeField()) - since, output_field=DurationField()
    )
    return Cast(Extract(span, "epoch"), FloatField())
