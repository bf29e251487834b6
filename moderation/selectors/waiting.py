"""What waits for a moderator: which cases, and how many."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, Max, QuerySet, Sum, Value

from accounts.models import Applicant
from feed.models import (
    CampaignStatus,
    Comment,
    CommentStatus,
    PendingEdit,
    Post,
    PostStatus,
    RuleHit,
    SpamCampaign,
)
from moderation.models import Appeal, CaseKind, Report, SubjectKind

# So many cases of each source are weighed; the oldest, or the most complained about.
WEIGHED: Final = 100


@dataclass(frozen=True)
class Complaint:
    """What the open reports on one subject come to."""

    weight: float
    severity: float


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
    )
    reports = Report.objects.unanswered().order_by().values_list("subject_kind", "subject_pk")
    return int(reports.union(*held).count())


def asked_pks(kind: CaseKind) -> list[int]:
    """Texts of this kind about which a rule asks for a look, the oldest first, at most WEIGHED."""
    hits = RuleHit.objects.unanswered().filter(kind=kind).order_by("pk")
    return list(hits.values_list("subject_pk", flat=True)[:WEIGHED])


def _hit_keys() -> Any:
    return RuleHit.objects.unanswered().order_by().values_list("kind", "subject_pk")


def complaints() -> dict[tuple[str, int], Complaint]:
    """By kind and key of the subject, the heaviest."""
    rows = (
        Report.objects.unanswered()
        .order_by()
        .values_list("subject_kind", "subject_pk")
        .annotate(weight=Sum("weight"), severity=Max("reason__severity"))
        .order_by("-weight", "subject_pk")[:WEIGHED]
    )
    return {(kind, pk): Complaint(weight, severity) for kind, pk, weight, severity in rows}


def reported_pks(found: dict[tuple[str, int], Complaint], kind: SubjectKind) -> list[int]:
    return [pk for each, pk in found if each == kind]


def _keys(kind: CaseKind, rows: "QuerySet[Any]") -> Any:
    """Pairs of kind and key, as of the reports."""
    name = Value(kind.value, output_field=CharField())
    return rows.order_by().annotate(case=name).values_list("case", "pk")
