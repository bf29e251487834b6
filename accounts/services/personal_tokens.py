"""Keys for a member's programs: made, recognised, revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.errors import TooManyTokensError
from accounts.models import PersonalToken, Scope, User

# Scanners for leaked secrets find keys by it.
PREFIX: Final = "bsk_"
MAX_TOKENS: Final = 30
# A key that is used ten times a second writes its row once in this time.
USED_PRECISION: Final = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *,
    member: User,
    name: str,
    scopes: Iterable[Scope],
    lifetime: timedelta,
    now: datetime | None = None,
) -> tuple[PersonalToken, str]:
    """A new key; the second value is the key itself, which nobody can ask for again.

    Raises:
        TooManyTokensError: the member has MAX_TOKENS already.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    if member.personal_tokens.count() >= MAX_TOKENS:
        raise TooManyTokensError(limit=MAX_TOKENS)
    key = PREFIX + secrets.token_urlsafe(32)
    token: PersonalToken = PersonalToken.objects.create(
        member=member,
        name=" ".join(name.split()),
        digest=digest_of(key),
        ending=key[-4:],
        scopes=[scope for scope in Scope if scope in set(scopes)],
        expires_at=(now or timezone.now()) + lifetime,
    )
    return token, key


def token_of(key: str, *, now: datetime | None = None) -> PersonalToken | None:
    """The valid token behind a key, with its member, noted as used; None for a forged, expired or revoked one."""
    now = now or timezone.now()
    tokens = PersonalToken.objects.valid_at(now).select_related("member")
    token: PersonalToken | None = tokens.filter(digest=digest_of(key)).first()
    if token and (token.used_at is None or now - token.used_at > USED_PRECISION):
        PersonalToken.objects.filter(pk=token.pk).update(used_at=now)
    return token


def revoke_token(token: PersonalToken) -> None:
    """The key opens nothing from the next request on."""
    token.delete()


def digest_of(key: str) -> str:
    """A key is as random as its digest is long, so it needs no salt and no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
