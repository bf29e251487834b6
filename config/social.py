"""Signing in with an account elsewhere: what the environment says, as django-allauth takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

GITHUB: Final = "https://github.com"


@dataclass(frozen=True)
class OpenIDServer:
    """One OpenID Connect server. `key`: its name in our addresses; `name`: on the button."""

    key: str
    name: str
    url: str
    client_id: str
    secret: str


@dataclass(frozen=True)
class Client:
    """How we are known at a provider."""

    client_id: str
    secret: str


def openid_servers(value: str) -> tuple[OpenIDServer, ...]:
    """Parse "google;Google;https://accounts.google.com;client;secret", several by commas."""
    return tuple(_openid_server(part.strip()) for part in value.split(",") if part.strip())


def client(value: str) -> Client:
    """Parse "client;secret"."""
    match [part.strip() for part in value.split(";")]:
        case [client_id, secret] if client_id and secret:
            return Client(client_id, secret)
    raise ValueError("write client;secret")


def social_apps(servers: object, github: object) -> list[str]:
    """Those of allauth that speak to other sites, where there are such: they bring an HTTP client with them."""
    package = "allauth.socialaccount.providers"
    found = {"openid_connect": servers, "github": github}
    return [f"{package}.{name}" for name, is_wanted in found.items() if is_wanted]


def social_providers(servers: Sequence[OpenIDServer], github: Client | None) -> dict[str, Any]:
    """The setting SOCIALACCOUNT_PROVIDERS."""
    apps = [
        {
            "provider_id": server.key,
            "name": server.name,
            "client_id": server.client_id,
            "secret": server.secret,
            "settings": {"server_url": server.url},
        }
        for server in servers
    ]
    found: dict[str, Any] = {
        "openid_connect": {
            "APPS": apps,
            "OAUTH_PKCE_ENABLED": True,
            "provider_class": "accounts.openid.provider.Provider",
        }
    }
    if github:
        app = {"client_id": github.client_id, "secret": github.secret}
        found["github"] = {"APPS": [app], "SCOPE": ["read:user", "user:email"]}
    return found


def social_origins(servers: Sequence[OpenIDServer], github: Client | None) -> list[str]:
    """Where the form that starts a sign-in may lead."""
    origins = [
        f"{parts.scheme}://{parts.netloc}" for parts in (urlsplit(each.url) for each in servers)
    ]
    return [*origins, GITHUB] if github else origins


def _openid_server(text: str) -> OpenIDServer:
    match [part.strip() for part in text.split(";")]:
        case [key, name, url, client_id, secret] if (
            key.isidentifier() and name and url.startswith("https://") and client_id and secret
        ):
            return OpenIDServer(key, name, url.rstrip("/"), client_id, secret)
    raise ValueError("write key;Name;https://server;client;secret, several by commas")
