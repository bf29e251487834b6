"""What is complained about."""

from django.db.models import QuerySet

from accounts.models import User
from moderation.models import Report, ReportReason, SubjectKind


def is_reported(kind: SubjectKind, pk: int) -> bool:
    """Whether a complaint still waits for a moderator."""
    return Report.objects.about(kind, pk).unanswered().exists()


def reports_about(kind: SubjectKind, pk: int) -> list[Report]:
    """The latest complaints, newest first."""
    reports = Report.objects.about(kind, pk).select_related("reporter", "reason")
    return list(reports.order_by("-pk")[:20])


def offered_reasons() -> QuerySet[ReportReason]:
    """What members may choose from."""
    return ReportReason.objects.filter(is_offered=True)


def own_reports(member: User) -> QuerySet[Report]:
    """What a member has complained about."""
    return Report.objects.filter(reporter=member).select_related("reason")
