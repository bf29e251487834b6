"""Signed tokens: what a page gives to a browser, and a browser gives back once it has happened.

`kind.subject.issued.event_id[.detail].signature`: kind in lower-case letters, subject and issue time (seconds since
1970) in base 62, event id 64 random bits, detail whatever the kind's owner wants back, signature HMAC-SHA-256
under SECRET_KEY or one of its fallbacks. All of it may stand in an address, and nothing of it is secret.
"""

import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import Final

from django.conf import settings
from django.core import signing
from django.utils.encoding import force_bytes

from counting.errors import ForgedTokenError

EVENT_ID_BYTES: Final = 8
MAX_LENGTH: Final = 210
DETAIL: Final = re.compile(r"[A-Za-z0-9_~-]{0,60}", re.ASCII)


@dataclass(frozen=True)
class Token:
    """What a token says. `event_id` is another for each rendering; `issued_at` aware, whole seconds.

    `detail`: what the kind's owner wants back with the event.
    """

    kind: str
    subject: int
    issued_at: datetime
    event_id: str
    detail: str = ""

    def age(self, now: datetime) -> timedelta:
        """Negative if the issuing machine's clock was ahead of ours."""
        return now - self.issued_at


def new_event_id() -> str:
    """Identity of one rendering; tokens of several kinds may share it."""
    return secrets.token_urlsafe(EVENT_ID_BYTES)


def make_token(
    kind: str, *, subject: int, now: datetime, event_id: str = "", detail: str = ""
) -> str:
    """Sign that `subject` (not negative) was given to a browser at `now`.

    Without `event_id` the token gets one of its own.

    Raises:
        ValueError: `detail` is not at most 60 of the characters that DETAIL names.
    """
    if detail and not DETAIL.fullmatch(detail):
        raise ValueError(f"this cannot be carried by a token: {detail!r}")
    issued = _in_base_62(int(now.timestamp()))
    parts = [kind, signing.b62_encode(subject), issued, event_id or new_event_id()]
    value = ".".join([*parts, detail] if detail else parts)
    return f"{value}.{_signature(value, settings.SECRET_KEY)}"


def read_token(text: str) -> Token:
    """Check the signature; neither the age nor whether the kind is known.

    Raises:
        ForgedTokenError: we never made this text.
    """
    if len(text) > MAX_LENGTH or not text.isascii():
        raise ForgedTokenError
    value, _dot, signature = text.rpartition(".")
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(compare_digest(signature, _signature(value, key)) for key in keys):
        raise ForgedTokenError
    try:
        kind, subject, issued, event_id, *rest = value.split(".")
        issued_at = datetime.fromtimestamp(signing.b62_decode(issued), tz=UTC)
        return Token(kind, signing.b62_decode(subject), issued_at, event_id, *rest)
    except ValueError as error:
        raise ForgedTokenError from error


def _signature(value: str, key: str | bytes) -> str:
    """What django.core.signing.Signer(salt="counting.tokens", sep=".") makes; the key is derived once."""
    digest = hmac_digest(_derived(key), value.encode(), "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def _in_base_62(seconds: int) -> str:
    """All tokens of a page are made within a second or two."""
    return signing.b62_encode(seconds)


@lru_cache(maxsize=16)
def _derived(key: str | bytes) -> bytes:
    return sha256(b"counting.tokenssigner" + force_bytes(key)).digest()
