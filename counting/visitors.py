"""Who counts as the same visitor, without a cookie and without keeping who it was.

A visitor's key is a keyed hash of the member, or of the truncated address and the user agent. The key of the hash
is random, another for each day, kept only in Redis and gone from there after 48 hours: what was hashed with it can
then be linked to nobody, not even by us.
"""

import base64
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from django.http import HttpRequest

from config.http import client_address
from config.redis import Client, key

SALT_BYTES: Final = 32
SALT_TTL: Final = timedelta(hours=48)
# For so long a process remembers a salt without asking: a fraction of the time after which it is destroyed.
REMEMBER_SECONDS: Final = 60.0
KEY_LENGTH: Final = 22
IPV4_MASK: Final = int(ip_network("0.0.0.0/24").netmask)
IPV6_MASK: Final = int(ip_network("::/48").netmask)


@dataclass(frozen=True)
class Visitor:
    """Whoever sent a request; `member_pk` is None for those who have not signed in."""

    member_pk: int | None
    address: str
    user_agent: str


def visitor_of(request: HttpRequest) -> Visitor:
    """The sender of a request that has passed the session middleware."""
    return Visitor(
        member_pk=request.user.pk,
        address=client_address(request),
        user_agent=request.headers.get("User-Agent", ""),
    )


def visitor_key(visitor: Visitor, *, salt: bytes) -> str:
    """22 characters, the same for the same visitor under the same salt."""
    return _hashed(_identity(visitor), salt)


def _identity(visitor: Visitor) -> bytes:
    if visitor.member_pk:
        return f"member\n{visitor.member_pk}".encode()
    return f"{truncated(visitor.address)}\n{visitor.user_agent}".encode(errors="replace")


def _hashed(identity: bytes, salt: bytes) -> str:
    digest = hmac.digest(salt, identity, "sha256")
    return base64.urlsafe_b64encode(digest[:16])[:KEY_LENGTH].decode()


@lru_cache(maxsize=1_024)
def truncated(address: str) -> str:
    """The network of an address: its first 24 bits, or 48 of IPv6; what is no address stays as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, IPv6Address):
        return str(IPv6Address(int(parsed) & IPV6_MASK))
    return str(IPv4Address(int(parsed) & IPV4_MASK))


def salt_of(day: date, *, redis: Client) -> bytes:
    """The salt of a day in UTC; made by the first who asks.

    Key counting:salt:<day>: string of 32 random bytes, expires 48 hours after it was made.
    """
    fresh = secrets.token_bytes(SALT_BYTES)
    kept = redis.set(
        key("counting", "salt", day.isoformat()), fresh, nx=True, get=True, ex=SALT_TTL
    )
    return kept if isinstance(kept, bytes) else fresh


def keys_of(visitor: Visitor, *, now: datetime, redis: Client) -> tuple[str, str]:
    """The visitor's key of today and that of yesterday, which tell the same visitor apart across midnight."""
    today, identity = now.date(), _identity(visitor)
    return (
        _hashed(identity, _remembered_salt(today, redis=redis)),
        _hashed(identity, _remembered_salt(today - timedelta(days=1), redis=redis)),
    )


# Salts, and until when they may be used without asking.
_remembered: dict[date, tuple[float, bytes]] = {}


def _remembered_salt(day: date, *, redis: Client) -> bytes:
    now = time.monotonic()
    until, salt = _remembered.get(day, (0.0, b""))
    if now < until:
        return salt
    for old in [one for one, (end, _salt) in tuple(_remembered.items()) if end <= now]:
        _remembered.pop(old, None)
    salt = salt_of(day, redis=redis)
    _remembered[day] = (now + REMEMBER_SECONDS, salt)
    return salt
