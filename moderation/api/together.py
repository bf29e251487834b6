"""One decision about all texts of a member, of a website or of a rule: what it would touch, the deed, the way back."""

from typing import Any, ClassVar, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.queries import PAGED
from accounts.api.serializers import StrictSerializer
from accounts.models import Scope as TokenScope
from feed.models import Comment, Post
from feed.text.plain import one_line
from moderation import access
from moderation.api.serializers import ReasonField
from moderation.models import NOTE_LENGTH, Batch, Scope, Verb
from moderation.selectors.batches import MOST, Touched, batches_newest_first, touched_by
from moderation.services.batches import decide_together, undo_batch
from moderation.services.records import Ruling

DEEDS: Final = (Verb.HIDE, Verb.RELEASE)
SHOWN: Final = 100
TEXT_LENGTH: Final = 200


class BatchSerializer(serializers.ModelSerializer[Batch]):
    """An act on many texts. `value`: which member, website or rule; `undone_at`: null while it stands."""

    deed = serializers.CharField(source="verb", read_only=True)
    actor = serializers.CharField(source="actor.username", read_only=True)
    undone_by = serializers.CharField(
        source="undone_by.username", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = Batch
        fields: ClassVar = [
            "id", "scope", "value", "deed", "actor", "created_at", "undone_at", "undone_by",
        ]  # fmt: skip


class TextsInput(StrictSerializer):
    """`scope` and `value`: all texts of a member (a username), that point to a website, or that a rule hit (its id)."""

    scope = serializers.ChoiceField(Scope.choices)
    value = serializers.CharField(max_length=253)
    deed = serializers.ChoiceField([verb.value for verb in DEEDS])


class BatchInput(TextsInput):
    """`expected`: the `count` that you were shown; if it is another by now, nothing is done."""

    expected = serializers.IntegerField(min_value=1, max_value=2 * MOST)
    reason = ReasonField()
    note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, required=False)


class TextSerializer(serializers.Serializer[Any]):
    """One text that would be touched; `title`: of a post, or the first words of a comment."""

    kind = serializers.SerializerMethodField()
    id = serializers.IntegerField(source="pk", read_only=True)
    title = serializers.SerializerMethodField()
    author = serializers.CharField(source="author.username", read_only=True)
    status = serializers.CharField(read_only=True)

    def get_kind(self, text: Post | Comment) -> str:
        return "post" if isinstance(text, Post) else "comment"

    def get_title(self, text: Post | Comment) -> str:
        return text.title if isinstance(text, Post) else one_line(text.body)[:TEXT_LENGTH]


class TouchedSerializer(serializers.Serializer[Touched]):
    """`count`: to send as `expected`; `is_cut`: there are more, for a second act; `texts`: the first hundred."""

    count = serializers.SerializerMethodField()
    author_count = serializers.IntegerField(source="authors", read_only=True)
    is_cut = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()

    def get_count(self, found: Touched) -> int:
        return len(found)

    def get_is_cut(self, found: Touched) -> bool:
        return MOST in (len(found.posts), len(found.comments))

    @extend_schema_field(TextSerializer(many=True))
    def get_texts(self, found: Touched) -> Any:
        texts: Any = found.texts[:SHOWN]
        return TextSerializer(texts, many=True).data


class UndoneSerializer(serializers.Serializer[dict[str, int]]):
    """How many texts are as they were; what was decided about since keeps the later decision."""

    count = serializers.IntegerField(read_only=True)


class BatchEndpoint(Endpoint):
    """Many decisions in one act; for moderators."""

    is_personal = True
    serializer_class = BatchSerializer
    queries: ClassVar = {"list": PAGED, "texts": frozenset({"scope", "value", "deed"})}
    lookup_value_converter = "int"
    scopes: ClassVar = dict.fromkeys(
        ("list", "retrieve", "create", "texts", "undo"), TokenScope.MODERATION
    )

    @extend_schema(summary="List acts on many texts")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        access.require_moderator(self.member)
        return self.listed(batches_newest_first(), BatchSerializer)

    @extend_schema(summary="Read an act on many texts")
    def retrieve(self, _request: Request, pk: int) -> Response:
        """Who did it, and whether it stands."""
        return Response(self.shaped(BatchSerializer, access.batch_for(self.member, int(pk))))

    @extend_schema(
        summary="See what an act would touch",
        operation_id="batches_texts",
        parameters=[
            OpenApiParameter(
                "scope", str, enum=Scope.values, required=True,
                description="What the texts have in common.",
            ),
            OpenApiParameter(
                "value", {"type": "string", "minLength": 1, "maxLength": 253}, required=True,
                description="A username, a website, or the id of a rule.",
            ),
            OpenApiParameter(
                "deed", str, enum=[verb.value for verb in DEEDS], required=True,
                description="What is to be done to them.",
            ),
        ],
        responses=TouchedSerializer,
    )  # fmt: skip
    @action(detail=False, pagination_class=None)
    def texts(self, request: Request) -> Response:
        """Of members, not of the staff; at most five hundred posts and as many comments, oldest first."""
        access.require_moderator(self.member)
        sent = TextsInput(data=request.query_params.dict())
        sent.is_valid(raise_exception=True)
        return Response(self.shaped(TouchedSerializer, touched_by(**_texts(sent.validated_data))))

    @extend_schema(
        summary="Decide about many texts", request=BatchInput, responses={201: BatchSerializer}
    )
    @idempotent
    def create(self, _request: Request) -> Response:
        """To exactly those that you were shown; each author is told. 409 if others came or went since."""
        access.require_moderator(self.member)
        sent = self.accepted(BatchInput)
        ruling = Ruling(self.member, sent["reason"], sent.get("note", ""))
        made = decide_together(**_texts(sent), ruling=ruling, expected=sent["expected"])
        return Response(self.shaped(BatchSerializer, made), status=201)

    @extend_schema(
        summary="Take an act on many texts back", request=None, responses=UndoneSerializer
    )
    @action(detail=True, methods=["post"])
    def undo(self, _request: Request, pk: int) -> Response:
        """Exactly, with reports and the spam filter; 409 where it is taken back already."""
        count = undo_batch(access.batch_for(self.member, int(pk)), actor=self.member)
        return Response({"count": count})


def _texts(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "scope": Scope(sent["scope"]),
        "value": sent["value"],
        "verb": Verb(sent["deed"]),
    }
