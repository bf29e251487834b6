"""One moderator at a time looks at a case."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from accounts.models import User
from feed.errors import NotAllowedError
from moderation.models import CaseKind, Claim
from moderation.selectors.elsewhere import source_of

# Long enough to read and decide; a closed browser blocks nobody for longer.
CLAIMED_FOR: Final = timedelta(minutes=10)


def claim(*, kind: CaseKind, pk: int, moderator: User, now: datetime) -> bool:
    """Take a case, or keep it for longer. False if another moderator looks at it.

    The update is the check: of two at once, PostgreSQL lets one through.

    Raises:
        NotAllowedError: somebody who decides about nothing of this kind.
    """
    source = source_of(kind)
    if not (source.may_decide(moderator) if source else moderator.has_desk):
        raise NotAllowedError
    free_since = now - CLAIMED_FOR
    Claim.objects.bulk_create(
        [Claim(kind=kind, subject_pk=pk, moderator=moderator, until=free_since)],
        ignore_conflicts=True,
    )
    is_free = Q(moderator=moderator) | Q(until__lte=now)
    claims = Claim.objects.filter(is_free, kind=kind, subject_pk=pk)
    return bool(claims.update(moderator=moderator, until=now + CLAIMED_FOR))


def let_go(*, kind: CaseKind, pk: int, moderator: User) -> None:
    """Give a case back to the others; nothing if it is not this moderator's."""
    Claim.objects.filter(kind=kind, subject_pk=pk, moderator=moderator).delete()
