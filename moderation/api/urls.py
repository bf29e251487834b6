"""Addresses of moderation in the API."""

from django.urls import path, register_converter
from rest_framework.routers import SimpleRouter

from moderation.api.desk import DecisionEndpoint, LogEndpoint, QueueEndpoint
from moderation.api.members import MemberNoteEndpoint, MemberTimelineEndpoint
from moderation.api.reasons import DecisionReasonEndpoint
from moderation.api.reports import ReportEndpoint, ReportReasonEndpoint
from moderation.api.rules import RuleEndpoint
from moderation.api.staff import StaffActEndpoint
from moderation.api.together import BatchEndpoint
from moderation.models import CaseKind

app_name = "moderation-api"


class CaseConverter:
    """What waits, in an address."""

    regex = "|".join(CaseKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CaseConverter, "case")

router = SimpleRouter(use_regex_path=False)
router.register("decision-reasons", DecisionReasonEndpoint, "decision-reason")
router.register("report-reasons", ReportReasonEndpoint, "report-reason")
router.register("reports", ReportEndpoint, "report")
router.register("queue", QueueEndpoint, "queue")
router.register("decisions", DecisionEndpoint, "decision")
router.register("batches", BatchEndpoint, "batch")
router.register("staff-acts", StaffActEndpoint, "staff-act")
router.register("rules", RuleEndpoint, "rule")
router.register("moderation-log", LogEndpoint, "log")
urlpatterns = [
    path(
        "members/<str:username>/notes/",
        MemberNoteEndpoint.as_view({"get": "list", "post": "create"}),
        name="member-notes",
    ),
    path(
        "members/<str:username>/timeline/",
        MemberTimelineEndpoint.as_view({"get": "retrieve"}),
        name="member-timeline",
    ),
    *router.urls,
]
