"""What moderators know and note about one member."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import member_named
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.queries import PAGED
from accounts.api.serializers import StrictSerializer
from accounts.models import Scope
from moderation import access
from moderation.models import MemberNote
from moderation.models.note import MEMBER_NOTE_LENGTH
from moderation.selectors.timeline import Timeline, notes_about, timeline_of
from moderation.services.notes import add_note


class NoteSerializer(serializers.ModelSerializer[MemberNote]):
    """A moderator's remark for the other moderators."""

    author = serializers.CharField(source="author.username", read_only=True)

    class Meta:
        model = MemberNote
        fields: ClassVar = ["id", "author", "words", "created_at"]


class NoteInput(StrictSerializer):
    """What the other moderators are to know."""

    words = serializers.CharField(max_length=MEMBER_NOTE_LENGTH)


class EventSerializer(serializers.Serializer[Any]):
    """Something that happened. `kind`: in the reader's language; `url`: where the admin shows it, or ""."""

    at = serializers.DateTimeField(read_only=True)
    kind = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True)


class TimelineSerializer(serializers.Serializer[Any]):
    """Newest first. `neighbours`: who signed in from the same network in the last 30 days."""

    events = EventSerializer(many=True, read_only=True)
    neighbours = serializers.SerializerMethodField()

    def get_neighbours(self, timeline: Timeline) -> list[str]:
        return [member.username for member in timeline.neighbours]


class MemberNoteEndpoint(Endpoint):
    """Notes about a member; the member does not see them."""

    is_personal = True
    serializer_class = NoteSerializer
    queries: ClassVar = {"list": PAGED}
    scopes: ClassVar = dict.fromkeys(("list", "create"), Scope.MODERATION)

    @extend_schema(summary="List the notes about a member")
    def list(self, _request: Request, username: str) -> Response:
        """For moderators; the newest first."""
        access.require_moderator(self.member)
        return self.listed(notes_about(member_named(username)), NoteSerializer)

    @extend_schema(
        summary="Note something about a member",
        request=NoteInput,
        responses={201: NoteSerializer},
    )
    @idempotent
    def create(self, _request: Request, username: str) -> Response:
        """For the other moderators; it cannot be changed."""
        access.require_moderator(self.member)
        words = self.accepted(NoteInput)["words"]
        note = add_note(member=member_named(username), author=self.member, words=words)
        return Response(self.shaped(NoteSerializer, note), status=201)


class MemberTimelineEndpoint(Endpoint):
    """One member's whole story."""

    is_personal = True
    pagination_class = None
    serializer_class = TimelineSerializer
    scopes: ClassVar = {"retrieve": Scope.MODERATION}

    @extend_schema(summary="Read what happened to a member")
    def retrieve(self, _request: Request, username: str) -> Response:
        """For moderators: posts, comments, reports, decisions, appeals, notes and sign-ins, at most 150."""
        access.require_moderator(self.member)
        return Response(self.shaped(TimelineSerializer, timeline_of(member_named(username))))
