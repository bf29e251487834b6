"""How somebody is sent to an OpenID Connect server; named by the setting SOCIALACCOUNT_PROVIDERS (config.social)."""

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

from accounts.openid.tokens import Adapter


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """With a nonce, which the server writes into the ID token; the browser's session keeps it beside the state."""

    package = "accounts.openid"
    oauth2_adapter_class = Adapter

    def redirect(self, request: Any, process: Any, next_url: Any = None, data: Any = None, **kwargs: Any) -> Any:  # fmt: skip
        nonce = secrets.token_urlsafe(32)
        params = kwargs.pop("auth_params", None) or self.get_auth_params()
        sent = {**params, "nonce": nonce}
        return super().redirect(
            request, process, next_url, data, auth_params=sent, nonce=nonce, **kwargs
        )
