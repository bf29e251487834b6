"""Signed tokens: what a page gives to a browser, and a browser gives back once it has happened.

`kind.subject.issued.event_id.signature`: kind in lower-case letters, subject and issue time (seconds since 1970)
in base 62, event id 64 random bits, signature HMAC-SHA-256 under SECRET_KEY or one of its fallbacks. All of it
may stand in an address.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.core import signing

from counting.errors import ForgedTokenError

EVENT_ID_BYTES: Final = 8
MAX_LENGTH: Final = 150


@dataclass(frozen=True)
class Token:
    """What a token says. `event_id` is another for each rendering; `issued_at` aware, whole seconds."""

    kind: str
    subject: int
    issued_at: datetime
    event_id: str

    def age(self, now: datetime) -> timedelta:
        """Negative if the issuing machine's clock was ahead of ours."""
        return now - self.issued_at


def new_event_id() -> str:
    """Identity of one rendering; tokens of several kinds may share it."""
    return secrets.token_urlsafe(EVENT_ID_BYTES)


def make_token(kind: str, *, subject: int, now: datetime, event_id: str = "") -> str:
    """Sign that `subject` (not negative) was given to a browser at `now`.

    Without `event_id` the token gets one of its own.
    """
    issued = int(now.timestamp())
    parts = (
        kind,
        signing.b62_encode(subject),
        signing.b62_encode(issued),
        event_id or new_event_id(),
    )
    return _signer().sign(".".join(parts))


def read_token(text: str) -> Token:
    """Check the signature; neither the age nor whether the kind is known.

    Raises:
        ForgedTokenError: we never made this text.
    """
    if len(text) > MAX_LENGTH or not text.isascii():
        raise ForgedTokenError
    try:
        kind, subject, issued, event_id = _signer().unsign(text).split(".")
        issued_at = datetime.fromtimestamp(signing.b62_decode(issued), tz=UTC)
        return Token(kind, signing.b62_decode(subject), issued_at, event_id)
    except (signing.BadSignature, ValueError) as error:
        raise ForgedTokenError from error


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt="counting.tokens", algorithm=sha256().name)
