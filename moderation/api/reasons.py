"""For which reasons something is decided here."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from moderation.models import DecisionReason
from moderation.selectors.decision_reasons import all_reasons


class DecisionReasonSerializer(serializers.ModelSerializer[DecisionReason]):
    """A reason; `label` and `explanation` in your language. `is_offered`: moderators can choose it now."""

    label = serializers.CharField(source="__str__", read_only=True)  # type: ignore[assignment]
    explanation = serializers.CharField(source="shown_explanation", read_only=True)

    class Meta:
        model = DecisionReason
        fields: ClassVar = ["code", "label", "explanation", "is_offered"]


class DecisionReasonEndpoint(Endpoint):
    """What moderators and rules decide for."""

    serializer_class = DecisionReasonSerializer
    pagination_class = None

    @extend_schema(summary="List reasons of decisions")
    def list(self, _request: Request) -> Response:
        """In the order in which moderators see them; also those that are no longer offered."""
        return Response(DecisionReasonSerializer(all_reasons(), many=True).data)
