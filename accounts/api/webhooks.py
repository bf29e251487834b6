"""Webhooks: where a program wants to be told of events."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.access import delivery_for, webhook_for
from accounts.api.authentication import require_proof
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.pagination import FixedCursorPagination
from accounts.api.queries import CUT, PAGED
from accounts.api.serializers import StrictSerializer, require_valid
from accounts.forms.webhooks import KINDS, WebhookForm
from accounts.models import Scope, Webhook, WebhookDelivery
from accounts.models.webhook import URL_LENGTH
from accounts.services import webhooks


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """A webhook of yours. `secret` signs the messages; `disabled_at`: switched off since, for it took nothing."""

    kinds = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Webhook
        fields: ClassVar = [
            "id", "url", "kinds", "is_site_wide", "secret", "created_at", "failing_since", "disabled_at",
        ]  # fmt: skip


class DeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    """One message. `due_at`: of the next attempt; `status`: what was answered last, `problem`: why nothing was."""

    kind = serializers.CharField(read_only=True)

    class Meta:
        model = WebhookDelivery
        fields: ClassVar = [
            "id", "message_id", "kind", "body", "created_at", "due_at", "attempt_count", "delivered_at", "status",
            "problem",
        ]  # fmt: skip


@extend_schema_field(
    {"type": "string", "maxLength": URL_LENGTH, "example": "https://listener.example.org/news"}
)
class ListenerField(serializers.CharField):
    """Where events are posted to."""


class WebhookInput(StrictSerializer):
    """`is_site_wide`: events of the whole site, for its staff."""

    url = ListenerField(max_length=URL_LENGTH)
    kinds = serializers.ListField(child=serializers.ChoiceField(KINDS), min_length=1, max_length=20)
    is_site_wide = serializers.BooleanField(required=False)


class WebhookEndpoint(Endpoint):
    """Your webhooks."""

    is_personal = True
    serializer_class = WebhookSerializer
    queries: ClassVar = {"list": PAGED, "deliveries": CUT}
    lookup_value_converter = "int"
    scopes: ClassVar = dict.fromkeys(
        ("list", "retrieve", "create", "destroy", "ping", "switch_on", "deliveries"),
        Scope.WEBHOOKS,
    )

    @extend_schema(summary="List your webhooks")
    def list(self, _request: Request) -> Response:
        """Latest first; there are ten at most."""
        return self.listed(selectors.webhook_rows(self.member), WebhookSerializer)

    @extend_schema(summary="Read a webhook")
    def retrieve(self, _request: Request, pk: int) -> Response:
        return Response(self.shaped(WebhookSerializer, webhook_for(self.member, int(pk))))

    @extend_schema(
        summary="Make a webhook", request=WebhookInput, responses={201: WebhookSerializer}
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Events are posted to `url` from now on. A browser's session must have proved who you are just now."""
        require_proof(request)
        form = WebhookForm(self.accepted(WebhookInput), member=self.member)
        require_valid(form)
        made = webhooks.make_webhook(member=self.member, terms=form.terms())
        return Response(self.shaped(WebhookSerializer, made), status=201)

    @extend_schema(summary="Remove a webhook", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """With its log."""
        webhooks.remove_webhook(webhook_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="Try a webhook", request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def ping(self, _request: Request, pk: int) -> Response:
        """A message of the type `ping` is sent to it."""
        webhooks.ping(webhook_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="Switch a webhook on again", request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, _request: Request, pk: int) -> Response:
        """What it missed can be sent again."""
        webhooks.switch_on(webhook_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="List what was sent", responses=DeliverySerializer(many=True))
    @action(detail=True, pagination_class=FixedCursorPagination)
    def deliveries(self, _request: Request, pk: int) -> Response:
        """Latest first; kept for thirty days."""
        found = selectors.deliveries(webhook_for(self.member, int(pk)), cursor=self.cursor)
        return self.page_of(found, DeliverySerializer)


class DeliveryEndpoint(Endpoint):
    """One message that was sent."""

    is_personal = True
    serializer_class = DeliverySerializer
    lookup_value_converter = "int"
    scopes: ClassVar = {"send_again": Scope.WEBHOOKS}

    @extend_schema(summary="Send a message again", request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="send-again")
    def send_again(self, _request: Request, pk: int) -> Response:
        """Under the same id, so that your program knows it."""
        webhooks.send_again(delivery_for(self.member, int(pk)))
        return Response(status=204)
