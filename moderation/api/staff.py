"""What the staff did; for administrators."""

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlencode

from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.serializers import StrictSerializer
from accounts.models import Scope
from moderation import access
from moderation.selectors.audit import SHOWN, Act, staff_acts


class ActSerializer(serializers.Serializer[Act]):
    """A decision, or a change in the admin, in words; `about`: how its subject was called."""

    at = serializers.DateTimeField(read_only=True)
    who = serializers.CharField(read_only=True)
    what = serializers.CharField(read_only=True)
    about = serializers.CharField(read_only=True)


@extend_schema_serializer(many=False)
class ActsSerializer(serializers.Serializer[dict[str, object]]):
    """The newest hundred; `next`: address of older ones, null at the end."""

    next = serializers.URLField(read_only=True, allow_null=True)
    results = ActSerializer(many=True, read_only=True)


class ActsInput(StrictSerializer):
    """Which acts."""

    before = serializers.DateTimeField(required=False)
    who = serializers.CharField(max_length=30, required=False)


class StaffActEndpoint(Endpoint):
    """Decisions and changes in the admin, in one list."""

    is_personal = True
    pagination_class = None
    serializer_class = ActsSerializer
    queries: ClassVar = {"list": frozenset({"before", "who"})}
    scopes: ClassVar = {"list": Scope.MODERATION}

    @extend_schema(
        summary="Read what the staff did",
        operation_id="staff_acts_list",
        parameters=[
            OpenApiParameter("before", {"type": "string", "format": "date-time"}, description="Only older ones."),
            OpenApiParameter("who", {"type": "string", "minLength": 1, "maxLength": 30}, description="A username."),
        ],
        responses=ActsSerializer,
    )  # fmt: skip
    def list(self, request: Request) -> Response:
        """For administrators; newest first, in your language."""
        access.require_administrator(self.member)
        sent = ActsInput(data=request.query_params.dict())
        sent.is_valid(raise_exception=True)
        who = sent.validated_data.get("who", "")
        acts = staff_acts(before=sent.validated_data.get("before"), username=who)
        return Response(
            self.shaped(ActsSerializer, {"next": self._older(acts, who), "results": acts})
        )

    def _older(self, acts: Sequence[Act], who: str) -> str | None:
        if len(acts) < SHOWN:
            return None
        query = {"before": acts[-1].at.isoformat()} | ({"who": who} if who else {})
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")
