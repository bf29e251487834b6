"""Whether an ID token is what we asked for: signed by the server's own key, and made for this one sign-in."""

from hmac import compare_digest
from typing import Any, Final

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

# By a key that the server alone has; what a token says of itself chooses among these alone.
ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The library trusts a token that came from the server over TLS, and sends no nonce.

    `nonce`: as it was sent with this sign-in; set by accounts.openid.urls.
    """

    nonce = ""

    def complete_login(self, request: Any, app: Any, token: Any, **kwargs: Any) -> Any:
        """Raises OAuth2Error: there is no ID token, or it is of another member than what the server tells of them."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The server sent no ID token.")
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        subject = told["id_token"].get("sub")
        if not subject or told.get("userinfo", told["id_token"]).get("sub") != subject:
            raise OAuth2Error("The server speaks of another member than its ID token.")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims. Raises OAuth2Error: forged, not for us, too old, or made for another sign-in."""
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
                raise OAuth2Error("The ID token is not signed by a key of the server's own.")
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The ID token cannot be read.") from error
        if not self.nonce or not compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("The ID token was made for another sign-in.")
        return claims
