"""Browsers and apps to which notifications are pushed (Web Push, RFC 8030)."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.access import push_subscription_for
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.serializers import StrictSerializer, require_valid
from accounts.browsers import device_of
from accounts.delivery.keys import public_key
from accounts.forms.push import PushForm
from accounts.models import PushSubscription, Scope
from accounts.services import pushing


class PushSerializer(serializers.ModelSerializer[PushSubscription]):
    """Something to which notifications are pushed; `device`: what it said that it is."""

    device = serializers.SerializerMethodField()

    class Meta:
        model = PushSubscription
        fields: ClassVar = ["id", "device", "created_at"]

    def get_device(self, subscription: PushSubscription) -> str:
        return device_of(subscription.user_agent)


class PushInput(StrictSerializer):
    """A subscription as the Push API of browsers gives it: `endpoint`, and the `p256dh` and `auth` of its keys, base64url."""

    endpoint = serializers.CharField(max_length=1000)
    p256dh = serializers.CharField(max_length=100)
    auth = serializers.CharField(max_length=40)


class PushKeySerializer(serializers.Serializer[dict[str, str]]):
    """The site's public key (VAPID, RFC 8292): an uncompressed point, base64url."""

    key = serializers.CharField(read_only=True)


class PushEndpoint(Endpoint):
    """Where notifications are pushed to; which ones is chosen at `account/notifications/`."""

    is_personal = True
    pagination_class = None
    lookup_value_converter = "int"
    serializer_class = PushSerializer
    scopes: ClassVar = dict.fromkeys(("list", "create", "destroy", "key"), Scope.NOTIFICATIONS)

    @extend_schema(summary="List where notifications are pushed to")
    def list(self, _request: Request) -> Response:
        """The latest first; there are twenty at most."""
        found = selectors.push_subscriptions(self.member)
        return Response(PushSerializer(found, many=True).data)

    @extend_schema(
        summary="Have notifications pushed", request=PushInput, responses={201: PushSerializer}
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """To this browser or app from now on, by the push service that `endpoint` names; sent again, it is the same one."""
        form = PushForm(self.accepted(PushInput))
        require_valid(form)
        agent = request.headers.get("User-Agent", "")
        made = pushing.subscribe(self.member, **form.cleaned_data, user_agent=agent)
        return Response(self.shaped(PushSerializer, made), status=201)

    @extend_schema(summary="Stop pushing notifications", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """To that browser or app alone."""
        found = push_subscription_for(self.member, int(pk))
        pushing.unsubscribe(self.member, endpoint=found.endpoint)
        return Response(status=204)

    @extend_schema(summary="Read the site's key for pushing", responses=PushKeySerializer)
    @action(detail=False)
    def key(self, _request: Request) -> Response:
        """A browser wants it as `applicationServerKey` before it subscribes."""
        return Response({"key": public_key()})
