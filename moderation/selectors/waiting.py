"""What waits for a moderator: which cases, and how many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, CharField, F, Max, Min, Q, QuerySet, Sum, Value, When

from accounts.models import Applicant
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
from moderation.models import Appeal, CaseKind, Report, SubjectKind

# So many cases of each source are weighed: the oldest, and the most complained about.
WEIGHED: Final = 100


@dataclass(frozen=True)
class Complaint:
    """What the open reports on one subject come to. `since`: the first of them."""

    weight: float
    severity: float
    since: datetime | None = None


def waiting_count() -> int:
    """Cases that wait; a held post with reports is one. One query."""
    held = (
        _keys(CaseKind.POST, Post.objects.filter(status=PostStatus.HELD)),
        _keys(CaseKind.COMMENT, Comment.objects.filter(status=CommentStatus.HELD)),
        _keys(CaseKind.EDIT, PendingEdit.objects.waiting()),
        _keys(CaseKind.APPEAL, Appeal.objects.unanswered()),
        _keys(CaseKind.APPLICANT, Applicant.objects.waiting()),
        _keys(CaseKind.CAMPAIGN, SpamCampaign.objects.filter(status=CampaignStatus.FOUND)),
        _hit_keys(),
        _doubted_keys(),
    )
    reports = Report.objects.unanswered().order_by().values_list("subject_kind", "subject_pk")
    return int(reports.union(*held).count())


def asked_pks(kind: CaseKind, texts: "QuerySet[Any]") -> list[int]:
    """Those of these texts, which are of this kind, about which a rule asks for a look, the oldest first, at most WEIGHED."""
    hits = RuleHit.objects.unanswered().filter(kind=kind, subject_pk__in=texts.values("pk"))
    hits = hits.order_by("pk")
    return list(hits.values_list("subject_pk", flat=True)[:WEIGHED])


def case_kind_of(kind: str) -> str:
    """Under which kind of case a text stands: a name and a profile are their member's."""
    return CaseKind.MEMBER if kind in MEMBER_KINDS else kind


def _hit_keys() -> Any:
    member = When(kind__in=MEMBER_KINDS, then=Value(CaseKind.MEMBER.value))
    hits = RuleHit.objects.unanswered().order_by()
    case = Case(member, default=F("kind"), output_field=CharField())
    return hits.annotate(case=case).values_list("case", "subject_pk")


def hit_members() -> Any:
    """Keys of members about whose own words a rule asks for a look, the oldest hit first; for a filter."""
    hits = RuleHit.objects.unanswered().filter(kind__in=MEMBER_KINDS).order_by("pk")
    return hits.values("subject_pk")[:WEIGHED]


def doubted() -> Any:
    """Keys of members whose own words look suspicious, the oldest doubt first, at most WEIGHED; for a filter."""
    doubts = Judgement.objects.unanswered().filter(kind__in=MEMBER_KINDS).order_by("pk")
    return doubts.values("subject_pk")[:WEIGHED]


def _doubted_keys() -> Any:
    name = Value(CaseKind.MEMBER.value, output_field=CharField())
    doubts = Judgement.objects.unanswered().filter(kind__in=MEMBER_KINDS).order_by()
    return doubts.annotate(case=name).values_list("case", "subject_pk")


def complaints(within: Q) -> dict[tuple[str, int], Complaint]:
    """By kind and key of the subject: the heaviest of the reports in question, and those that wait longest."""
    rows: Any = (
        Report.objects.unanswered()
        .filter(within)
        .order_by()
        .values_list("subject_kind", "subject_pk")
        .annotate(weight=Sum("weight"), severity=Max("reason__severity"), since=Min("created_at"))
    )
    heaviest = rows.order_by("-weight", "subject_pk")[:WEIGHED]
    found = heaviest.union(rows.order_by("since", "subject_pk")[:WEIGHED])
    return {(kind, pk): Complaint(*figures) for kind, pk, *figures in found}


def reported_pks(found: dict[tuple[str, int], Complaint], kind: SubjectKind) -> list[int]:
    return [pk for each, pk in found if each == kind]


def _keys(kind: CaseKind, rows: "QuerySet[Any]") -> Any:
    """Pairs of kind and key, as of the reports."""
    name = Value(kind.value, output_field=CharField())
    return rows.order_by().annotate(case=name).values_list("case", "pk")
