"""Signed keys in links that must work without signing in."""

from typing import Final

from django.core.signing import BadSignature, Signer

from accounts.models import User

UNSUBSCRIBE_SALT: Final = "accounts.unsubscribe"


def unsubscribe_token(member: User) -> str:
    """Proves that whoever holds it got a mail of ours to `member`; it can stop such mails, and nothing else."""
    return Signer(salt=UNSUBSCRIBE_SALT).sign(str(member.pk))


def unsubscribing_pk(token: str) -> int | None:
    """The member that `token` was made for; None for one that we did not make."""
    try:
        return int(Signer(salt=UNSUBSCRIBE_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
