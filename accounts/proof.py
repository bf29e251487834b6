"""Work that a browser does instead of a riddle for its reader: a number that makes a hash begin with zeros.

Nobody is asked for it who is not suspicious, and it asks nothing of the person. A challenge is signed, lasts an hour and
counts once.
"""

import secrets
from hashlib import sha256
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from redis.exceptions import RedisError

from config import redis

# Some 65,000 hashes: a second or two in a browser, beside the filling in of a form.
BITS: Final = 16
LIFETIME_SECONDS: Final = 3_600
MAX_NONCE_LENGTH: Final = 20
_signer = TimestampSigner(salt="accounts.proof")


def new_challenge() -> str:
    return _signer.sign(secrets.token_urlsafe(12))


def is_proven(challenge: str, nonce: str) -> bool:
    """Whether the work was done, for a challenge of ours, in time and for the first time; no where nobody can count."""
    if not nonce.isdecimal() or len(nonce) > MAX_NONCE_LENGTH:
        return False
    try:
        _signer.unsign(challenge, max_age=LIFETIME_SECONDS)
    except BadSignature:
        return False
    digest = sha256(f"{challenge}:{nonce}".encode()).digest()
    return not int.from_bytes(digest) >> (256 - BITS) and _is_first(challenge)


def _is_first(challenge: str) -> bool:
    """Key accounts:proof:hash: nothing but that it was used; gone with the challenge."""
    key = redis.key("accounts", "proof", sha256(challenge.encode()).hexdigest()[:32])
    try:
        return bool(redis.cache().set(key, 1, ex=LIFETIME_SECONDS, nx=True))
    except RedisError:
        return False
