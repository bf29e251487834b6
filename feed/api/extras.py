"""Shape of what stands beside a post in the API's answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feed.selectors.extras import Extras
from feed.selectors.polls import Answer, PollView


class ReactionSerializer(serializers.Serializer[Any]):
    """How many reactions of one kind a post has; `is_mine`: yours is one of them."""

    kind = serializers.CharField(source="kind.value", read_only=True)
    label = serializers.CharField(source="kind.label", read_only=True)  # type: ignore[assignment]
    count = serializers.IntegerField(read_only=True)
    is_mine = serializers.BooleanField(read_only=True)


class AnswerSerializer(serializers.Serializer[Any]):
    """One answer; `vote_count` is null for those who may not see results yet; `is_mine`: you gave it."""

    id = serializers.IntegerField(source="pk", read_only=True)
    text = serializers.CharField(read_only=True)
    vote_count = serializers.SerializerMethodField()
    is_mine = serializers.BooleanField(read_only=True)

    def get_vote_count(self, answer: Answer) -> int | None:
        return answer.count if self.context["shows_results"] else None


class PollSerializer(serializers.Serializer[Any]):
    """A poll; results are for those who voted, and for all once it has closed."""

    question = serializers.CharField(source="poll.question", read_only=True)
    closes_at = serializers.DateTimeField(source="poll.closes_at", read_only=True, allow_null=True)
    is_closed = serializers.BooleanField(read_only=True)
    vote_count = serializers.IntegerField(source="poll.vote_count", read_only=True)
    answers = serializers.SerializerMethodField()

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, poll: PollView) -> list[dict[str, Any]]:
        context = {"shows_results": poll.shows_results}
        return list(AnswerSerializer(poll.answers, many=True, context=context).data)


class SeriesPlaceSerializer(serializers.Serializer[Any]):
    """The series of a post, and its part among the live ones (from 1)."""

    title = serializers.CharField(source="series.title", read_only=True)
    url = serializers.CharField(source="series.get_absolute_url", read_only=True)
    part = serializers.IntegerField(source="number", read_only=True)
    parts = serializers.IntegerField(source="total", read_only=True)


class ExtrasSerializer(serializers.Serializer[Extras]):
    """What readers did with a post, and what belongs to it.

    `kept_on`: the list of yours on which it lies, null for none; `follows`: what you are told of its conversation,
    all, replies or nothing.
    """

    reactions = ReactionSerializer(source="reactions.choices", many=True, read_only=True)
    series = SeriesPlaceSerializer(source="place", read_only=True, allow_null=True)
    poll = PollSerializer(read_only=True, allow_null=True)
    kept_on = serializers.IntegerField(source="keeping.list_pk", read_only=True, allow_null=True)
    follows = serializers.CharField(source="attention.level", read_only=True)
