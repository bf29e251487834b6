"""A push service that stands still: it keeps what it is given, and opens it as a browser would."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ENDPOINT = "https://push.example.org/send/alice"
AUTH = b"0123456789abcdef"


def packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Browser:
    """A browser with its keys, and its service's answer to whatever is sent."""

    status: int = 201
    endpoint: str = ENDPOINT
    private: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    taken: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return packed(point)

    @property
    def keys(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": packed(AUTH)}

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.taken.append((url, headers, body))
        return self.status

    def shown(self) -> list[dict[str, str]]:
        """What the messages say."""
        return [
            json.loads(http_ece.decrypt(body, private_key=self.private, auth_secret=AUTH))
            for _url, _headers, body in self.taken
        ]
