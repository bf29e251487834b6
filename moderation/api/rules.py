"""Rules that moderators write, for programs: made, tried, watched, put in force, retired."""

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.serializers import StrictSerializer
from accounts.models import Scope
from feed.errors import NotPossibleError
from feed.models import Fact, Operator, RuleAction, RuleMatch, RuleState, WrittenRule
from feed.services import ruling
from feed.spam.errors import BadConditionError
from feed.spam.written import Condition, require_fitting, require_sound
from moderation import access
from moderation.selectors.trials import dry_run

MOST_CONDITIONS = 12


class ConditionSerializer(StrictSerializer):
    """A fact of a text, how it is compared, and with what. `matches`: a regular expression of RE2, which never runs for ever."""

    fact = serializers.ChoiceField(Fact.choices)
    operator = serializers.ChoiceField(Operator.choices)
    value = serializers.CharField(max_length=300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            require_sound(Condition(**attrs))
        except BadConditionError as error:
            raise serializers.ValidationError({"value": str(error)}, code="invalid") from error
        return attrs


class RuleInput(StrictSerializer):
    """A rule. `tag`: needed where it adds one, which posts alone have; `words`: what the author reads where it refuses."""

    name = serializers.CharField(max_length=80)
    match = serializers.ChoiceField(RuleMatch.choices, default=RuleMatch.ALL)
    action = serializers.ChoiceField(RuleAction.choices, default=RuleAction.HOLD)
    tag = serializers.CharField(max_length=40, required=False)
    words = serializers.CharField(max_length=200, required=False)
    conditions = serializers.ListField(
        child=ConditionSerializer(), min_length=1, max_length=MOST_CONDITIONS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["action"] == RuleAction.TAG and not attrs.get("tag"):
            raise serializers.ValidationError({"tag": "Say which tag is added."}, code="required")
        try:
            for each in attrs["conditions"]:
                require_fitting(Condition(**each), action=attrs["action"])
        except BadConditionError as error:
            raise serializers.ValidationError({"action": str(error)}, code="invalid") from error
        return attrs


class RuleSerializer(serializers.ModelSerializer[WrittenRule]):
    """A rule as it stands. `version`: grows with each change; `tried_hits` of `tried_texts`: its last dry run, null before."""

    conditions = ConditionSerializer(many=True, read_only=True)
    state = serializers.ChoiceField(RuleState.choices, read_only=True)

    class Meta:
        model = WrittenRule
        fields: ClassVar = [
            "id", "name", "match", "action", "tag", "words", "conditions", "state", "version",
            "tried_version", "tried_hits", "tried_texts", "tried_at",
        ]  # fmt: skip


class HitSerializer(serializers.Serializer[Any]):
    """A text that the rule would have hit. `verdict`: of the last decision about it, empty for none."""

    kind = serializers.CharField(read_only=True)
    id = serializers.IntegerField(source="pk", read_only=True)
    title = serializers.CharField(read_only=True)
    author = serializers.CharField(read_only=True)
    words = serializers.ListField(child=serializers.CharField(), read_only=True)
    verdict = serializers.CharField(read_only=True)


class TrialSerializer(serializers.Serializer[Any]):
    """What the rule would have hit in the last thirty days; `shown`: the newest. `is_wide`: putting it in force takes `hits` again."""

    texts = serializers.IntegerField(read_only=True)
    hits = serializers.IntegerField(read_only=True)
    taken_away = serializers.IntegerField(read_only=True)
    in_order = serializers.IntegerField(read_only=True)
    undecided = serializers.IntegerField(read_only=True)
    is_wide = serializers.SerializerMethodField()
    shown = HitSerializer(many=True, read_only=True)

    def get_is_wide(self, trial: Any) -> bool:
        return ruling.is_wide(hits=trial.hits, texts=trial.texts)


class RuleStateInput(StrictSerializer):
    """`state`: shadow is watched only; off retires it. `version`: as you read it. `hits`: of the dry run, where the rule is wide."""

    state = serializers.ChoiceField(RuleState.choices)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    hits = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class RuleEndpoint(Endpoint):
    """Written rules; for moderators."""

    is_personal = True
    serializer_class = RuleSerializer
    pagination_class = None
    lookup_value_converter = "int"
    scopes: ClassVar = dict.fromkeys(
        ("list", "retrieve", "create", "trial", "switch"), Scope.MODERATION
    )

    @extend_schema(summary="List written rules")
    def list(self, _request: Request) -> Response:
        """By name, those that are switched off too."""
        rules = access.rules_for(self.member)
        return Response([self.shaped(RuleSerializer, rule) for rule in rules])

    @extend_schema(summary="Read a written rule")
    def retrieve(self, _request: Request, pk: int) -> Response:
        """With its conditions."""
        return self._answer(access.rule_for(self.member, int(pk)))

    @extend_schema(summary="Write a rule", request=RuleInput, responses={201: RuleSerializer})
    @idempotent
    def create(self, _request: Request) -> Response:
        """It is switched off: try it, have it watched (shadow), then put it in force."""
        access.require_moderator(self.member)
        sent = self.accepted(RuleInput)
        conditions = tuple(Condition(**each) for each in sent.pop("conditions"))
        draft = ruling.RuleDraft(conditions=conditions, **sent)
        made = ruling.write_rule(draft, editor=self.member)
        return self._answer(access.rule_for(self.member, made.pk), status=201)

    @extend_schema(summary="Try a rule", request=None, responses=TrialSerializer)
    @action(detail=True, methods=["post"])
    def trial(self, _request: Request, pk: int) -> Response:
        """A dry run on the last thirty days. It changes nothing but the figures that the rule keeps of it."""
        rule, now = access.rule_for(self.member, int(pk)), timezone.now()
        found = dry_run(ruling.definition_of(rule), now=now)
        ruling.keep_trial(rule, hits=found.hits, texts=found.texts, now=now)
        return Response(self.shaped(TrialSerializer, found))

    @extend_schema(summary="Switch a rule", request=RuleStateInput, responses=RuleSerializer)
    @action(detail=True, methods=["put"], url_path="state")
    def switch(self, _request: Request, pk: int) -> Response:
        """Watched, in force, or off. 409 where it was not tried, not watched, is wide, does nothing, or was changed since `version`."""
        rule, sent = access.rule_for(self.member, int(pk)), self.accepted(RuleStateInput)
        if rule.version != sent["version"]:
            raise NotPossibleError("The rule was changed meanwhile. Look at it again.")
        ruling.set_state(
            rule,
            state=RuleState(sent["state"]),
            editor=self.member,
            confirmed_hits=sent.get("hits"),
        )
        return self._answer(access.rule_for(self.member, rule.pk))

    def _answer(self, rule: WrittenRule, *, status: int = 200) -> Response:
        return Response(self.shaped(RuleSerializer, rule), status=status)
