"""Cases of other apps, such as creatives, at the doors of the queue: each app says who decides, and does it."""

from datetime import datetime
from typing import Any

from accounts.models import User
from feed.errors import NotAllowedError, NotFoundError
from moderation import access
from moderation.errors import NoSuchDeedError, TakenByAnotherError
from moderation.models import CaseKind
from moderation.selectors.elsewhere import Source, Wish, decides_elsewhere, source_of
from moderation.services import claiming


def require_queue(member: User) -> None:
    """Somebody for whom anything waits. Raises NotAllowedError."""
    if not (access.may_do_to_texts(member) or decides_elsewhere(member)):
        raise NotAllowedError


def require_deciding(member: User) -> None:
    """Somebody who decides about anything. Raises NotAllowedError."""
    if not (member.has_desk or decides_elsewhere(member)):
        raise NotAllowedError


def require_case(member: User, kind: CaseKind, pk: int, *, now: datetime) -> None:
    """A case that this member decides, of whatever app. Raises NotAllowedError, NotFoundError."""
    source = source_of(kind)
    if source is None:
        access.case_for(member, kind, pk)
        return
    if not source.may_decide(member):
        raise NotAllowedError
    if not any(case.pk == pk for case in source.waiting(now)):
        raise NotFoundError


def decide_elsewhere(source: Source, wish: Wish) -> None:
    """Take the case, decide it, give it back: as the buttons of the queue do.

    Raises:
        NotAllowedError, NotFoundError: as `require_case`.
        NoSuchDeedError: this cannot be done to such a case.
        TakenByAnotherError: somebody else looks at it.
        NotPossibleError: what the app says.
    """
    require_case(wish.actor, source.kind, wish.pk, now=wish.now)
    if wish.deed not in {each.name for each in source.deeds}:
        raise NoSuchDeedError
    case: dict[str, Any] = {"kind": source.kind, "pk": wish.pk, "moderator": wish.actor}
    if not claiming.claim(**case, now=wish.now):
        raise TakenByAnotherError
    try:
        source.decide(wish)
    finally:
        claiming.let_go(**case)
