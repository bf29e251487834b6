"""Whom a member asked in."""

from typing import ClassVar

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.models import Invitation, Scope
from accounts.services import signing_up


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation; `url` lets one person in until `expires_at`. `guest`: who came by it, null until then."""

    url = serializers.SerializerMethodField()
    guest = serializers.CharField(
        source="guest.username", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = Invitation
        fields: ClassVar = ["id", "url", "created_at", "expires_at", "used_at", "guest"]

    def get_url(self, invitation: Invitation) -> str:
        request: Request = self.context["request"]
        return request.build_absolute_uri(reverse("accounts:join", args=[invitation.code]))


class InvitationEndpoint(Endpoint):
    """Your invitations."""

    is_personal = True
    pagination_class = None
    serializer_class = InvitationSerializer
    scopes: ClassVar = dict.fromkeys(("list", "create"), Scope.PROFILE)

    @extend_schema(summary="List your invitations")
    def list(self, request: Request) -> Response:
        """The latest first, a hundred at most; the used ones say who came."""
        found = selectors.invitations_of(self.member)
        return Response(InvitationSerializer(found, many=True, context={"request": request}).data)

    @extend_schema(summary="Invite somebody", request=None, responses={201: InvitationSerializer})
    @idempotent
    def create(self, _request: Request) -> Response:
        """A new address to pass on. 409 where you may not invite, or have as many open invitations as there may be."""
        made = signing_up.invite(self.member)
        return Response(self.shaped(InvitationSerializer, made), status=201)
