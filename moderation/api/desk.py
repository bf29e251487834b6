"""What waits for moderators, and what they decide."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.pagination import FixedCursorPagination
from accounts.api.queries import CUT, PAGED
from accounts.models import Scope
from moderation import access
from moderation.api.appeals import AppealOfDecision
from moderation.api.elsewhere import (
    decide_elsewhere,
    require_case,
    require_deciding,
    require_queue,
)
from moderation.api.serializers import (
    DecisionDetailSerializer,
    DecisionInput,
    DecisionSerializer,
    LogEntrySerializer,
    QueueSerializer,
    UndoInput,
)
from moderation.errors import TakenByAnotherError
from moderation.models import CODE_LENGTH, Appeal, CaseKind, Decision, Verb
from moderation.selectors.decision_reasons import all_codes
from moderation.selectors.decisions import decisions_seen_by
from moderation.selectors.elsewhere import Wish, source_of, waiting_elsewhere
from moderation.selectors.public_log import public_log
from moderation.selectors.queue import review_queue
from moderation.services import claiming, deeds, reversing

KIND = OpenApiParameter(
    "kind", str, "path", enum=CaseKind.values, description="What waits, as the queue says."
)
SETTLED = OpenApiResponse(
    description="An appeal is answered, or a creative reviewed; neither is a decision with a number."
)


class NothingChangedError(exceptions.APIException):
    """It was so already, or another moderator was faster."""

    status_code = 409
    default_detail = "It was so already, or cannot be; nothing was decided."
    default_code = "nothing_changed"


class QueueEndpoint(Endpoint):
    """The review queue; for moderators, and those of a category for theirs."""

    is_personal = True
    serializer_class = QueueSerializer
    pagination_class = None
    scopes: ClassVar = dict.fromkeys(("list", "take", "give_back"), Scope.MODERATION)

    @extend_schema(
        summary="Read the review queue", operation_id="queue_read", responses=QueueSerializer
    )
    def list(self, _request: Request) -> Response:
        """The thirty worst cases, most harm first; sponsors' creatives among them for those who approve them."""
        require_queue(self.member)
        now = timezone.now()
        reach = None if self.member.is_moderator else access.categories_of(self.member)
        also = waiting_elsewhere(self.member, now=now)
        found = review_queue(now=now, category_pks=reach, also=also)
        return Response(self.shaped(QueueSerializer, found))

    @extend_schema(summary="Take a case", parameters=[KIND], request=None, responses={204: None})
    @action(detail=False, methods=["put"], url_path="<case:kind>/<int:pk>")
    def take(self, _request: Request, kind: str, pk: int) -> Response:
        """For ten minutes nobody else decides it; taken again, for ten more."""
        now = timezone.now()
        require_case(self.member, CaseKind(kind), int(pk), now=now)
        taken = claiming.claim(kind=CaseKind(kind), pk=int(pk), moderator=self.member, now=now)
        if not taken:
            raise TakenByAnotherError
        return Response(status=204)

    @extend_schema(summary="Give a case back", parameters=[KIND], responses={204: None})
    @take.mapping.delete
    def give_back(self, _request: Request, kind: str, pk: int) -> Response:
        """One that is not yours stays where it is."""
        require_case(self.member, CaseKind(kind), int(pk), now=timezone.now())
        claiming.let_go(kind=CaseKind(kind), pk=int(pk), moderator=self.member)
        return Response(status=204)


class DecisionEndpoint(AppealOfDecision, Endpoint):
    """Decisions: those about you, also for those whom moderators keep out; all of them for moderators."""

    is_personal = True
    serializer_class = DecisionSerializer
    queries: ClassVar = {"list": PAGED}
    lookup_value_converter = "int"
    scopes: ClassVar = {
        "create": Scope.MODERATION,
        "undo": Scope.MODERATION,
    } | AppealOfDecision.scopes

    @property
    def is_open_to_suspended(self) -> bool:  # type: ignore[override]
        return self.action in {"list", "retrieve", *AppealOfDecision.open_to_suspended}

    @extend_schema(summary="List decisions")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        context = {"names_actors": self.member.is_moderator}
        return self.listed(decisions_seen_by(self.member), DecisionSerializer, **context)

    @extend_schema(summary="Read a decision", responses=DecisionDetailSerializer)
    def retrieve(self, _request: Request, pk: int) -> Response:
        """With its reason; for moderators with its evidence, too."""
        return self._answer(access.decision_for(self.member, int(pk)))

    @extend_schema(
        summary="Decide",
        request=DecisionInput,
        responses={201: DecisionDetailSerializer, 204: SETTLED},
    )
    @idempotent
    def create(self, _request: Request) -> Response:
        """Do one of a case's deeds. 409 if it was so already, or another moderator looks at it.

        The answer to an appeal and the review of a creative take their words from `note`.
        """
        require_deciding(self.member)
        sent = self.accepted(DecisionInput)
        kind, pk = CaseKind(sent["kind"]), sent["subject"]
        source = source_of(kind)
        if source is None:
            return self._decide(kind, pk, name=sent["deed"], sent=sent)
        note = sent.get("note", "")
        decide_elsewhere(source, Wish(self.member, pk, sent["deed"], note, timezone.now()))
        return Response(status=204)

    @extend_schema(
        summary="Take a decision back", request=UndoInput, responses={201: DecisionDetailSerializer}
    )
    @action(detail=True, methods=["post"])
    @idempotent
    def undo(self, _request: Request, pk: int) -> Response:
        """Exactly, where it took something away: reports and sanctions too; otherwise by the opposite deed. Both stay on record."""
        access.require_moderator(self.member)
        decision, sent = access.decision_for(self.member, int(pk)), self.accepted(UndoInput)
        if reversing.is_reversible(decision):
            note = sent.get("note", "")
            return self._answer(
                reversing.take_back(decision, actor=self.member, note=note), status=201
            )
        kind, name = CaseKind(decision.subject_kind), deeds.opposite_of(decision)
        return self._decide(kind, decision.subject_pk, name=name, sent=sent)

    def _decide(self, kind: CaseKind, pk: int, *, name: str, sent: dict[str, Any]) -> Response:
        subject = access.case_for(self.member, kind, pk)
        choice = deeds.Choice(name, sent.get("reason"), sent.get("note", ""), sent.get("until"))
        made = deeds.decide(subject, kind=kind, choice=choice, actor=self.member)
        if made is None:
            raise NothingChangedError
        if isinstance(made, Appeal):
            return Response(status=204)
        return self._answer(made, status=201)

    def _answer(self, decision: Decision, *, status: int = 200) -> Response:
        context = {"names_actors": self.member.is_moderator}
        shaped = self.shaped(DecisionDetailSerializer, decision, **context)
        return Response(shaped, status=status)


class LogEndpoint(Endpoint):
    """The public log of decisions."""

    serializer_class = LogEntrySerializer
    queries: ClassVar = {"list": CUT | {"deed", "reason"}}
    pagination_class = FixedCursorPagination

    @extend_schema(
        summary="Read the public log",
        operation_id="moderation_log_list",
        parameters=[
            OpenApiParameter("deed", str, enum=Verb.values),
            OpenApiParameter("reason", {"type": "string", "maxLength": CODE_LENGTH}),
            OpenApiParameter("cursor", str),
        ],
    )
    def list(self, request: Request) -> Response:
        """What was decided and why, latest first; it names nobody."""
        page = public_log(
            verb=_choice(request, "deed", Verb.values),
            reason=_choice(request, "reason", all_codes()),
            cursor=self.cursor,
        )
        return self.page_of(page, LogEntrySerializer)


def _choice(request: Request, name: str, values: list[str]) -> str:
    """What is asked for, "" for everything. Raises ValidationError: no such value."""
    sent = request.query_params.get(name)
    if sent is not None and sent not in values:
        told = exceptions.ErrorDetail(f"Choose one of {', '.join(values)}.", "invalid_choice")
        raise exceptions.ValidationError({name: told})
    return sent or ""
