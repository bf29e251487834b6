"""By which ways somebody comes into an account: browsers that are signed in, tokens, apps."""

from typing import Any, ClassVar

from allauth.usersessions.models import UserSession
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.access import app_for, personal_token_for, session_for
from accounts.api.authentication import require_proof
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.browsers import device_of
from accounts.models import PersonalToken, Scope, SignIn
from accounts.services import oauth_apps, personal_tokens
from accounts.services.access import end_sessions, live_sessions

MAX_PK = 2**63 - 1


class SessionSerializer(serializers.ModelSerializer[UserSession]):
    """A browser that is signed in; `is_current`: the one that asks."""

    device = serializers.SerializerMethodField()
    ip = serializers.CharField(read_only=True)
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = UserSession
        fields: ClassVar = ["id", "device", "ip", "created_at", "last_seen_at", "is_current"]

    def get_device(self, session: UserSession) -> str:
        return device_of(session.user_agent)

    def get_is_current(self, session: UserSession) -> bool:
        return bool(session.session_key == _own_key(self.context["request"]))


class SignInSerializer(serializers.ModelSerializer[SignIn]):
    """An attempt to sign in as you. `is_new`: from where and with what you had not come in before."""

    device = serializers.SerializerMethodField()

    class Meta:
        model = SignIn
        fields: ClassVar = ["outcome", "device", "is_new", "at"]

    def get_device(self, attempt: SignIn) -> str:
        return device_of(attempt.browser)


class TokenSerializer(serializers.ModelSerializer[PersonalToken]):
    """A personal token; `ending`: its last four characters, for the token itself is shown once, where it is made."""

    class Meta:
        model = PersonalToken
        fields: ClassVar = [
            "id", "name", "ending", "scopes", "created_at", "expires_at", "used_at",
        ]  # fmt: skip


class LetInSerializer(serializers.Serializer[Any]):
    """An app of others that acts for you, and what it may do."""

    id = serializers.IntegerField(source="app.pk", read_only=True)
    name = serializers.CharField(source="app.name", read_only=True)
    scopes = serializers.ListField(
        child=serializers.CharField(), source="scope_labels", read_only=True
    )
    since = serializers.DateTimeField(read_only=True)


class Ways(Endpoint):
    """All of one kind; there are few."""

    is_personal = True
    pagination_class = None
    lookup_value_converter = "int"
    scopes: ClassVar = dict.fromkeys(("list", "destroy", "end_all"), Scope.ACCOUNT)


class SessionEndpoint(Ways):
    """Browsers in which you are signed in."""

    serializer_class = SessionSerializer

    @extend_schema(summary="List where you are signed in")
    def list(self, request: Request) -> Response:
        """The latest first."""
        context = {"request": request}
        found = live_sessions(self.member)
        return Response(SessionSerializer(found, many=True, context=context).data)

    @extend_schema(summary="Sign a browser out", responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """From its next request on."""
        require_proof(request)
        session_for(self.member, min(int(pk), MAX_PK)).end()
        return Response(status=204)

    @extend_schema(
        summary="Sign all other browsers out",
        operation_id="account_sessions_end_all",
        responses={204: None},
    )
    def end_all(self, request: Request) -> Response:
        """All but the one that asks; tokens and apps stay."""
        require_proof(request)
        end_sessions(self.member, but=_own_key(request))
        return Response(status=204)


class SignInEndpoint(Ways):
    """Who came in to your account, and who tried to, within 30 days."""

    serializer_class = SignInSerializer

    @extend_schema(summary="List who signed in")
    def list(self, _request: Request) -> Response:
        """The latest first, 20 at most."""
        return Response(SignInSerializer(selectors.latest_sign_ins(self.member), many=True).data)


class TokenEndpoint(Ways):
    """Your personal tokens. New ones are made on the site alone, after a proof of who you are."""

    serializer_class = TokenSerializer

    @extend_schema(summary="List your tokens")
    def list(self, _request: Request) -> Response:
        """The newest first."""
        return Response(TokenSerializer(selectors.personal_tokens(self.member), many=True).data)

    @extend_schema(summary="Revoke a token", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """It opens nothing from the next request on; it may be the one with which you ask."""
        personal_tokens.revoke_token(personal_token_for(self.member, min(int(pk), MAX_PK)))
        return Response(status=204)


class LetInEndpoint(Ways):
    """Apps of others that you let in."""

    serializer_class = LetInSerializer

    @extend_schema(summary="List the apps that you let in")
    def list(self, _request: Request) -> Response:
        """By name."""
        return Response(LetInSerializer(selectors.apps_let_in(self.member), many=True).data)

    @extend_schema(summary="Shut an app out", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """From its next request on; what it did stays."""
        app = app_for(self.member, min(int(pk), MAX_PK))
        oauth_apps.revoke_access(member=self.member, app=app)
        return Response(status=204)


def _own_key(request: Request) -> str | None:
    """The key of the browser's session; None for who comes with a token."""
    return request._request.session.session_key if request.auth is None else None
