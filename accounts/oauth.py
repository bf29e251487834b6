"""What the OAuth library is told: which scopes there are, and that a code which comes twice ends what it gave."""

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from oauth2_provider.models import get_refresh_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError

from accounts.models import Scope


class Scopes(BaseScopes):  # type: ignore[misc]
    """Those of personal tokens, in the reader's words."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(self, *_args: Any, **_kwargs: Any) -> list[str]:
        return list(Scope.values)

    def get_default_scopes(self, *_args: Any, **_kwargs: Any) -> list[str]:
        """What an app gets that asks for nothing."""
        return [Scope.READ.value]


# However often it is renewed, an app asks the member anew after so long.
CHAIN_LASTS: Final = timedelta(days=365)


class Validator(OAuth2Validator):  # type: ignore[misc]
    """The library deletes a code once it is spent. Who sends it again may have stolen it, or been robbed: both are out (RFC 6749, 4.1.2).

    All tokens that come of a code are one family, which is named by the code; so nothing of it need be kept.
    """

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Any, *args: Any, **extra: Any
    ) -> bool:
        """Whether the code is good now; one that is not ends the tokens that it gave."""
        is_good = bool(super().validate_code(client_id, code, client, request, *args, **extra))
        if not is_good:
            end_family(code, application=client)
        return is_good

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Any, *args: Any, **extra: Any
    ) -> None:
        """Of two who come at the same moment one finds it spent."""
        try:
            super().invalidate_authorization_code(client_id, code, request, *args, **extra)
        except InvalidGrantError:
            end_family(code, application=request.client)
            raise

    def _create_refresh_token(
        self, request: Any, refresh_token_code: str, access_token: Any, previous_refresh_token: Any
    ) -> Any:
        made = super()._create_refresh_token(
            request, refresh_token_code, access_token, previous_refresh_token
        )
        if previous_refresh_token:  # the beginning of the chain goes from one to the next
            made.created = previous_refresh_token.created
            made.save(update_fields=["created"])
        elif request.code:
            made.token_family = family_of(request.code)
            made.save(update_fields=["token_family"])
        return made

    def validate_refresh_token(
        self, refresh_token: str, client: Any, request: Any, *args: Any, **extra: Any
    ) -> bool:
        """Whether it is good now; one whose chain has lasted too long ends the whole chain."""
        if not super().validate_refresh_token(refresh_token, client, request, *args, **extra):
            return False
        found = request.refresh_token_instance
        if found.created + CHAIN_LASTS > timezone.now():
            return True
        type(found).revoke_family(found.token_family)
        return False


def family_of(code: str) -> UUID:
    """The name of the tokens that come of a code; it tells nothing of the code."""
    return UUID(bytes=sha256(code.encode()).digest()[:16])


def end_family(code: str, *, application: Any) -> None:
    """Effects: no token that came of the code for this app is good any longer."""
    family = family_of(code)
    refresh_tokens = get_refresh_token_model()
    if refresh_tokens.objects.filter(token_family=family, application=application).exists():
        refresh_tokens.revoke_family(family)
