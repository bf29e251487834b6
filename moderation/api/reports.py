"""Members tell moderators that something is wrong."""

from typing import ClassVar

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import member_named
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.queries import PAGED
from accounts.models import Scope
from moderation import access
from moderation.api.serializers import ReportInput, ReportReasonSerializer, ReportSerializer
from moderation.models import SubjectKind
from moderation.selectors.reports import offered_reasons, own_reports
from moderation.services import reporting


class ReportReasonEndpoint(Endpoint):
    """What can be wrong."""

    serializer_class = ReportReasonSerializer
    pagination_class = None

    @extend_schema(summary="List reasons to report")
    def list(self, _request: Request) -> Response:
        """In the order in which they are offered."""
        return Response(ReportReasonSerializer(offered_reasons(), many=True).data)


class ReportEndpoint(Endpoint):
    """Your complaints."""

    is_personal = True
    serializer_class = ReportSerializer
    queries: ClassVar = {"list": PAGED}
    scopes: ClassVar = {"create": Scope.REPORTS}

    @extend_schema(summary="List your reports")
    def list(self, _request: Request) -> Response:
        """Latest first, each with what moderators made of it."""
        return self.listed(own_reports(self.member), ReportSerializer)

    @extend_schema(summary="Report", request=ReportInput, responses={201: ReportSerializer})
    @idempotent
    def create(self, _request: Request) -> Response:
        """A post or comment by `subject`, a member by `member`. Reported twice, the first report counts."""
        sent = self.accepted(ReportInput)
        kind, pk = SubjectKind(sent.pop("kind")), sent.pop("subject", None)
        name = sent.pop("member", None)
        if kind is SubjectKind.MEMBER and name:
            pk = member_named(name).pk
        if pk is None:
            field = "member" if kind is SubjectKind.MEMBER else "subject"
            raise ValidationError({field: ErrorDetail("Say what it is about.", "required")})
        subject = access.reportable_for(self.member, kind, pk)
        made, _is_new = reporting.report(reporter=self.member, subject=subject, **sent)
        return Response(ReportSerializer(made).data, status=201)
