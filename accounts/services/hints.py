"""From where members sign in, hashed and for 30 days, so that moderators see accounts of one hand."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.db.models import Q

from accounts.models import SignInHint, User

KEPT_FOR: Final = timedelta(days=30)
# Of an address only the network counts, as in docs/privacy.md.
PREFIX: Final = {4: 24, 6: 48}


def note_sign_in(member: User, *, address: str, browser: str, now: datetime) -> bool:
    """Keep, or renew, the hashes of the place and the browser; neither can be read back.

    Returns:
        Whether it looks like somebody else: of those known within KEPT_FOR neither the place nor the browser was there.
    """
    place, device = _hashed("address", _network(address)), _hashed("device", browser)
    known = list(
        SignInHint.objects.filter(member=member).values_list("address_hash", "device_hash")
    )
    SignInHint.objects.update_or_create(
        member=member, address_hash=place, device_hash=device, defaults={"seen_at": now}
    )
    return bool(known) and not any(place == there or device == with_it for there, with_it in known)


def is_known_place(login: str, *, address: str) -> bool:
    """Whether whoever signs in by this name or address has signed in from this network before, within KEPT_FOR."""
    name = Q(member__username__iexact=login) | Q(member__email__iexact=login)
    return SignInHint.objects.filter(
        name, address_hash=_hashed("address", _network(address))
    ).exists()


def forget_old(*, now: datetime) -> int:
    """Delete hints that are older than KEPT_FOR; returns how many."""
    return SignInHint.objects.filter(seen_at__lt=now - KEPT_FOR).delete()[0]


def _network(address: str) -> str:
    """The network of an address; "" where a socket gives none."""
    try:
        version = ip_address(address).version
    except ValueError:
        return ""
    return str(ip_network(f"{address}/{PREFIX[version]}", strict=False))


def _hashed(kind: str, words: str) -> str:
    key = f"sign-in-hint:{kind}:{settings.SECRET_KEY}".encode()
    return hmac.new(key, words.encode(), sha256).hexdigest()[:32]
