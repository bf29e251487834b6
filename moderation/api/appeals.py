"""A member answers a decision, and another moderator looks again."""

from typing import ClassVar

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.models import Scope
from moderation import access
from moderation.api.serializers import AppealAnswerInput, AppealInput, AppealSerializer
from moderation.models import Appeal, AppealState
from moderation.services import appealing


class AppealOfDecision(Endpoint):
    """The appeal that belongs to a decision; at most one."""

    scopes: ClassVar = {
        "make_appeal": Scope.REPORTS,
        "say": Scope.REPORTS,
        "answer": Scope.MODERATION,
    }
    open_to_suspended: ClassVar = ("appeal", "make_appeal", "say")

    @extend_schema(summary="Read an appeal", responses=AppealSerializer)
    @action(detail=True)
    def appeal(self, _request: Request, pk: int) -> Response:
        """Yours, or as a moderator any."""
        return self._appeal(access.appeal_for(self.member, int(pk)))

    @extend_schema(summary="Appeal", request=AppealInput, responses={201: AppealSerializer})
    @appeal.mapping.post
    @idempotent
    def make_appeal(self, _request: Request, pk: int) -> Response:
        """Once for each decision about you, within six months."""
        decision = access.own_decision_for(self.member, int(pk))
        words = self.accepted(AppealInput)["words"]
        made = appealing.open_appeal(decision, member=self.member, words=words)
        return self._appeal(made, status=201)

    @extend_schema(
        summary="Say more about an appeal", request=AppealInput, responses={201: AppealSerializer}
    )
    @action(detail=True, methods=["post"], url_path="appeal/messages")
    @idempotent
    def say(self, _request: Request, pk: int) -> Response:
        """In the dialogue about your own appeal, until it is answered."""
        appeal = access.own_appeal_for(self.member, int(pk))
        words = self.accepted(AppealInput)["words"]
        appealing.add_message(appeal, author=self.member, words=words)
        return self._appeal(access.own_appeal_for(self.member, int(pk)), status=201)

    @extend_schema(
        summary="Answer an appeal", request=AppealAnswerInput, responses=AppealSerializer
    )
    @action(detail=True, methods=["put"], url_path="appeal/answer")
    def answer(self, _request: Request, pk: int) -> Response:
        """By another moderator than the one who decided."""
        appeal = access.appeal_for(access.require_moderator(self.member), int(pk))
        sent = self.accepted(AppealAnswerInput)
        is_upheld = sent["state"] == AppealState.UPHELD
        do = appealing.uphold_appeal if is_upheld else appealing.overturn_appeal
        do(appeal=appeal, actor=self.member, note=sent["words"])
        return self._appeal(access.appeal_for(self.member, int(pk)))

    def _appeal(self, appeal: Appeal, *, status: int = 200) -> Response:
        return Response(self.shaped(AppealSerializer, appeal), status=status)
