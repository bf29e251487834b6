"""What is complained about."""

from moderation.models import Report, SubjectKind


def is_reported(kind: SubjectKind, pk: int) -> bool:
    """Whether a complaint still waits for a moderator."""
    return Report.objects.about(kind, pk).unanswered().exists()


def reports_about(kind: SubjectKind, pk: int) -> list[Report]:
    """The latest complaints, newest first."""
    reports = Report.objects.about(kind, pk).select_related("reporter", "reason")
    return list(reports.order_by("-pk")[:20])
