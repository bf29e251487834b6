"""What a member was told."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.access import notification_for
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.pagination import FixedCursorPagination
from accounts.api.queries import CUT
from accounts.models import Notification, Scope
from accounts.sentences import sentence_of
from accounts.services.notifications import open_all, open_one


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    """`sentence`: who did what, in the reader's language; `title` and `url`: what it is about."""

    sentence = serializers.SerializerMethodField()

    class Meta:
        model = Notification
        fields: ClassVar = [
            "id", "kind", "sentence", "title", "url", "actor_count", "created_at", "changed_at", "read_at",
        ]  # fmt: skip

    def get_sentence(self, notification: Notification) -> str:
        return sentence_of(notification)


class UnreadSerializer(serializers.Serializer[Any]):
    """`unread_count`: one hundred stands for more than ninety-nine."""

    unread_count = serializers.IntegerField()


class NotificationEndpoint(Endpoint):
    """A member's own notifications."""

    is_personal = True
    serializer_class = NotificationSerializer
    pagination_class = FixedCursorPagination
    queries: ClassVar = {"list": CUT}
    lookup_value_converter = "int"
    scopes: ClassVar = dict.fromkeys(("list", "unread", "read", "read_all"), Scope.NOTIFICATIONS)

    @extend_schema(summary="List your notifications", operation_id="notifications_list")
    def list(self, _request: Request) -> Response:
        """Latest first; reading the list marks nothing as read."""
        page = selectors.notifications(self.member, cursor=self.cursor)
        return self.page_of(page, NotificationSerializer)

    @extend_schema(
        summary="Count unread notifications",
        operation_id="notifications_unread",
        responses=UnreadSerializer,
    )
    @action(detail=False)
    def unread(self, _request: Request) -> Response:
        """How many you have not seen."""
        return Response({"unread_count": selectors.unread_count(self.member)})

    @extend_schema(
        summary="Mark one notification as read",
        operation_id="notifications_read",
        request=None,
        responses={204: None},
    )
    @action(detail=True, methods=["post"])
    def read(self, _request: Request, pk: int) -> Response:
        """Marked twice, it does no harm."""
        open_one(notification_for(self.member, min(int(pk), 2**63 - 1)))
        return Response(status=204)

    @extend_schema(
        summary="Mark all notifications as read",
        operation_id="notifications_read_all",
        request=None,
        responses={204: None},
    )
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, _request: Request) -> Response:
        """What was still to be sent by mail is not."""
        open_all(self.member)
        return Response(status=204)
