"""Who comes with a session, as Django finds it; worked out once for the same session and the same row of the member.

Django makes a member of the row, and compares the password of today with that of the sign-in. Both come out alike as long as
neither what the session holds nor the row has changed, and PostgreSQL is asked for both at each request (config.sessions).
"""

from typing import Any, Final, NamedTuple

from django.contrib.auth.middleware import get_user
from django.db.models.base import ModelState
from django.http import HttpRequest

from accounts.models import User
from accounts.models.user import at_hand
from config.bounded import Bounded
from config.prepared import tell
from config.reading import from_primary
from config.sessions import Seal, SessionStore

# About three kilobytes each.
KEPT_MEMBERS: Final = 500


class _Arrival(NamedTuple):
    """`member`: as the row says, and nobody has asked him for anything yet."""

    row: tuple[Any, ...]
    member: User


_known: Bounded[Seal, _Arrival] = Bounded(size=KEPT_MEMBERS)


def who_comes(request: HttpRequest) -> object:
    """Each request gets a member of its own, since what it asks of him stays with him, and what it was told of him."""
    session: SessionStore = request.session  # type: ignore[assignment]
    row = session.take_member()
    found = _found(request, session, row)
    if isinstance(found, User) and row and row[0] == found.pk:
        tell(found, session.take_answer())
    return found


def _found(request: HttpRequest, session: SessionStore, row: tuple[Any, ...]) -> object:
    known = _known.get(session.seal)
    if known is not None and known.row == row:
        return _copy(known.member)
    with at_hand(row), from_primary():
        found: object = get_user(request)
    if isinstance(found, User) and row and row[0] == found.pk and not session.modified:
        _known[session.seal] = _Arrival(row, _copy(found))
    return found


def _copy(member: User) -> User:
    mine = User.__new__(User)
    mine.__dict__.update(member.__dict__)
    mine._state = ModelState()
    mine._state.adding, mine._state.db = False, member._state.db
    return mine
