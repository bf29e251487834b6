"""Apps that a member registers, so that others can let them in."""

from typing import ClassVar

from oauth2_provider.models import Application
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.access import MAX_PK, own_app_for
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent_but
from accounts.api.serializers import StrictSerializer, require_valid
from accounts.forms.oauth_apps import MAX_ADDRESSES, AppForm
from accounts.models import Scope
from accounts.services import oauth_apps


class OwnAppSerializer(serializers.ModelSerializer[Application]):
    """An app of yours. `client_id`: what it calls itself; `is_confidential`: it proves with a secret who it is."""

    redirect_uris = serializers.SerializerMethodField()
    is_confidential = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields: ClassVar = [
            "id", "name", "client_id", "redirect_uris", "is_confidential", "created",
        ]  # fmt: skip
        read_only_fields = fields

    def get_redirect_uris(self, app: Application) -> list[str]:
        return str(app.redirect_uris).split()

    def get_is_confidential(self, app: Application) -> bool:
        return bool(app.client_type == Application.CLIENT_CONFIDENTIAL)


class NewAppSerializer(OwnAppSerializer):
    """As it is told once. `client_secret`: of a confidential app, otherwise ""; it is kept as a hash, nobody can look it up."""

    client_secret = serializers.SerializerMethodField()

    class Meta(OwnAppSerializer.Meta):
        fields: ClassVar = [*OwnAppSerializer.Meta.fields, "client_secret"]
        read_only_fields = fields

    def get_client_secret(self, _app: Application) -> str:
        return str(self.context["secret"])


class OwnAppInput(StrictSerializer):
    """`name`: as members see it; `redirect_uris`: where it lets them return to: https, http for this computer, or a scheme of its own (org.example.reader:/back)."""

    name = serializers.CharField(max_length=60)
    redirect_uris = serializers.ListField(
        child=serializers.CharField(max_length=500), min_length=1, max_length=MAX_ADDRESSES
    )
    is_confidential = serializers.BooleanField(required=False)


class OwnAppEndpoint(Endpoint):
    """Apps that you registered."""

    is_personal = True
    pagination_class = None
    lookup_value_converter = "int"
    serializer_class = OwnAppSerializer
    scopes: ClassVar = dict.fromkeys(("list", "create", "destroy"), Scope.PROFILE)

    @extend_schema(summary="List the apps that you registered")
    def list(self, _request: Request) -> Response:
        """The newest first; there are twenty at most."""
        return Response(OwnAppSerializer(selectors.own_apps(self.member), many=True).data)

    @extend_schema(
        summary="Register an app", request=OwnAppInput, responses={201: NewAppSerializer}
    )
    @idempotent_but("client_secret")
    def create(self, _request: Request) -> Response:
        """It may ask members to let it in from now on. Sent again with the same Idempotency-Key, the answer lacks the secret, which is kept nowhere."""
        sent = self.accepted(OwnAppInput)
        form = AppForm(sent | {"redirect_uris": "\n".join(sent["redirect_uris"])})
        require_valid(form)
        app, secret = oauth_apps.register_app(member=self.member, terms=form.terms())
        return Response(self.shaped(NewAppSerializer, app, secret=secret), status=201)

    @extend_schema(summary="Remove an app", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """Every member's access through it ends with it."""
        oauth_apps.remove_app(own_app_for(self.member, min(int(pk), MAX_PK)))
        return Response(status=204)
