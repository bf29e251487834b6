"""Shape of what programs send and get in moderation."""

from typing import Any, ClassVar, Final

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.api.serializers import StrictSerializer
from moderation.models import (
    APPEAL_LENGTH,
    CODE_LENGTH,
    NOTE_LENGTH,
    WORDS_LENGTH,
    Appeal,
    AppealMessage,
    AppealState,
    CaseKind,
    Decision,
    Report,
    ReportReason,
    SubjectKind,
)
from moderation.selectors.decision_reasons import offered_codes
from moderation.selectors.reports import offered_reasons
from moderation.services.deeds import NAMES

MAX_KEY = 2**63 - 1
EVIDENCE: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "additionalProperties": True,
    "example": {"title": "Dredger is back", "status": "published"},
}
REPORTABLE = [SubjectKind.POST, SubjectKind.COMMENT, SubjectKind.MEMBER]


class ReasonField(serializers.CharField):
    """A code of a reason that is offered at this moment."""

    default_error_messages: ClassVar = {"invalid_choice": "Choose one of {codes}."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=CODE_LENGTH, **options)

    def to_internal_value(self, data: Any) -> str:
        code, codes = str(super().to_internal_value(data)), offered_codes()
        if code not in codes:
            self.fail("invalid_choice", codes=", ".join(codes))
        return code


class ReportReasonSerializer(serializers.ModelSerializer[ReportReason]):
    """A reason to choose; `label` in your language."""

    label = serializers.CharField(source="__str__", read_only=True)  # type: ignore[assignment]

    class Meta:
        model = ReportReason
        fields: ClassVar = ["code", "label"]


class ReportSerializer(serializers.ModelSerializer[Report]):
    """A complaint of yours, and what moderators made of it."""

    kind = serializers.CharField(source="subject_kind", read_only=True)
    subject = serializers.IntegerField(source="subject_pk", read_only=True)
    reason = serializers.CharField(source="reason.code", read_only=True)

    class Meta:
        model = Report
        fields: ClassVar = [
            "id", "kind", "subject", "reason", "words", "state", "created_at", "answered_at",
        ]  # fmt: skip


class ReportInput(StrictSerializer):
    """`kind` and `subject`: what it is about, by id, or a member by name; `reason`: a code of report-reasons."""

    kind = serializers.ChoiceField(REPORTABLE)
    subject = serializers.IntegerField(min_value=1, max_value=MAX_KEY, required=False)
    member = serializers.CharField(max_length=30, required=False)
    reason = serializers.SlugRelatedField[ReportReason](
        slug_field="code", queryset=offered_reasons()
    )
    words = serializers.CharField(max_length=WORDS_LENGTH, allow_blank=True, required=False)


class CaseReportSerializer(serializers.Serializer[Report]):
    """One complaint about a case."""

    reporter = serializers.CharField(source="reporter.username", read_only=True)
    reason = serializers.CharField(source="reason.code", read_only=True)
    words = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class CaseSerializer(serializers.Serializer[Any]):
    """What waits for a moderator. `deeds`: what can be done now; `harm`: expected, orders the queue; `taken_by`: who looks at it."""

    kind = serializers.CharField(read_only=True)
    id = serializers.IntegerField(source="pk", read_only=True)
    title = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    since = serializers.DateTimeField(read_only=True)
    author = serializers.CharField(
        source="author.username", read_only=True, default=None, allow_null=True
    )
    deeds = serializers.ListField(child=serializers.CharField(), read_only=True)
    reason = serializers.CharField(read_only=True)
    probability = serializers.FloatField(read_only=True)
    harm = serializers.FloatField(read_only=True)
    views_per_hour = serializers.FloatField(read_only=True)
    reports = CaseReportSerializer(many=True, read_only=True)
    taken_by = serializers.CharField(
        source="claim.moderator.username", read_only=True, default=None, allow_null=True
    )
    taken_until = serializers.DateTimeField(
        source="claim.until", read_only=True, default=None, allow_null=True
    )


@extend_schema_serializer(many=False)
class QueueSerializer(serializers.Serializer[Any]):
    """The worst cases, and how many wait in all."""

    waiting_count = serializers.IntegerField(read_only=True)
    cases = CaseSerializer(many=True, read_only=True)


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A decision with its reason: `reason` is its code, `reason_words` and `reason_explanation` what the member was told, in your language. `actor`: who decided, for moderators; null for a rule, and for the member concerned."""

    deed = serializers.CharField(source="verb", read_only=True)
    kind = serializers.CharField(source="subject_kind", read_only=True)
    subject = serializers.IntegerField(source="subject_pk", read_only=True)
    label = serializers.CharField(source="subject_label", read_only=True)  # type: ignore[assignment]
    reason = serializers.CharField(source="reason_id", read_only=True)
    reason_words = serializers.CharField(source="why", read_only=True)
    reason_explanation = serializers.CharField(source="explanation", read_only=True)
    actor = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields: ClassVar = [
            "id", "deed", "kind", "subject", "label", "reason", "reason_words", "reason_explanation",
            "note", "actor", "created_at", "expires_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_actor(self, decision: Decision) -> str | None:
        shown = self.context["names_actors"] and decision.actor
        return decision.actor.username if shown and decision.actor else None


class DecisionDetailSerializer(DecisionSerializer):
    """With its `evidence`, for moderators: what the subject said and was just before; else null."""

    evidence = serializers.SerializerMethodField()

    class Meta(DecisionSerializer.Meta):
        fields: ClassVar = [*DecisionSerializer.Meta.fields, "evidence"]

    @extend_schema_field(EVIDENCE)
    def get_evidence(self, decision: Decision) -> dict[str, Any] | None:
        return decision.evidence if self.context["names_actors"] else None


class DecisionInput(StrictSerializer):
    """One of a case's `deeds`. `reason`: why, as its author is told; needed to hide and for sanctions. `until`: end of a sanction."""

    kind = serializers.ChoiceField(CaseKind.choices)
    subject = serializers.IntegerField(min_value=1, max_value=MAX_KEY)
    deed = serializers.ChoiceField([*NAMES, "approve"])
    reason = ReasonField(required=False)
    note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, required=False)
    until = serializers.DateTimeField(required=False)


class UndoInput(StrictSerializer):
    """Why the decision is taken back; a reason is needed where that hides or suspends."""

    reason = ReasonField(required=False)
    note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, required=False)


class AppealInput(StrictSerializer):
    """Your words to the moderators."""

    words = serializers.CharField(max_length=APPEAL_LENGTH)


class AppealAnswerInput(StrictSerializer):
    """`state`: whether the decision stands; `words`: why, for the member."""

    state = serializers.ChoiceField([AppealState.UPHELD, AppealState.OVERTURNED])
    words = serializers.CharField(max_length=NOTE_LENGTH)


class TurnSerializer(serializers.ModelSerializer[AppealMessage]):
    """One turn of the dialogue; `is_yours`: you wrote it. Members do not see which moderator wrote."""

    is_yours = serializers.SerializerMethodField()

    class Meta:
        model = AppealMessage
        fields: ClassVar = ["words", "is_yours", "created_at"]

    def get_is_yours(self, message: AppealMessage) -> bool:
        return bool(message.author_id == self.context["request"].user.pk)


class AppealSerializer(serializers.ModelSerializer[Appeal]):
    """An appeal with its dialogue, oldest first."""

    state = serializers.CharField(read_only=True)
    messages = TurnSerializer(many=True, read_only=True)

    class Meta:
        model = Appeal
        fields: ClassVar = ["decision", "state", "created_at", "answered_at", "messages"]


class LogEntrySerializer(serializers.ModelSerializer[Decision]):
    """What everybody may know of a decision. `by_rule`: no moderator took it."""

    deed = serializers.CharField(source="verb", read_only=True)
    kind = serializers.CharField(source="subject_kind", read_only=True)
    reason = serializers.CharField(source="reason_id", read_only=True)
    reason_words = serializers.CharField(source="why", read_only=True)
    by_rule = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields: ClassVar = ["deed", "kind", "reason", "reason_words", "by_rule", "created_at"]

    def get_by_rule(self, decision: Decision) -> bool:
        return decision.actor_id is None
