"""Sessions that end: some time after their last use, as Django's, and at last for good, however often they are used.

A leaf: imports nothing of ours but config.prepared and config.reading. The end is written at sign-in (accounts.adapter), and stays when the key of the session changes.
"""

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from config.bounded import Bounded
from config.prepared import Answer, Question, about_whoever, prepared_by_primary
from config.reading import reads_elsewhere

# Seconds since 1970 at which the session is over.
ENDS: Final = "ends_at"
# A session as PostgreSQL holds it, and what it was sealed with; () for none.
Seal = tuple[str, ...]
# About a kilobyte each.
KEPT_SESSIONS: Final = 1_000
# A session tells in its sealed data who is signed in; the list of devices tells it beside the key, so that one question finds both.
LIVING: Final = """
SELECT session.session_data, {columns}{columns_beside} FROM django_session AS session
LEFT JOIN {devices} AS device ON device.session_key = session.session_key
LEFT JOIN {members} AS member ON member.id = device.user_id
{beside} WHERE session.session_key = %s AND session.expire_date > %s
"""
# What is asked about the member beside; its first column tells a row from none.
BESIDE: Final = """
LEFT JOIN LATERAL (SELECT TRUE AS is_there, asked.* FROM ({}) AS asked) AS beside ON TRUE
"""


_unsealed: Bounded[Seal, bytes] = Bounded(size=KEPT_SESSIONS)


def let_end(session: SessionBase, *, is_staff: bool) -> None:
    """From now on, it lasts as long as the site allows to who signs in."""
    lasts = settings.STAFF_SESSION_LASTS if is_staff else settings.SESSION_LASTS
    session[ENDS] = (timezone.now() + lasts).timestamp()


class SessionStore(DatabaseStore):
    """In PostgreSQL; the row and the cookie expire at the end, so that no request has to look for it."""

    seal: Seal = ()
    # What is to be asked about the member with the session.
    ahead: Question | None = None
    _member: tuple[Any, ...] = ()
    _answer: Answer | None = None

    def load(self) -> dict[str, Any]:
        """Each request of a member begins here; {}, and a new key at the next write, where there is none that lives."""
        key = self.session_key
        rows = self._ask(key) if key else []
        if not rows:
            self._session_key = None
            return {}
        data, *member = rows[0][: 1 + len(_member_columns())]
        self._member = tuple(member)
        self.seal = (data, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return self._unsealed(data)

    def _ask(self, key: str) -> list[tuple[Any, ...]]:
        """The session with its member, once for each row of what is asked ahead; a replica is asked that by itself."""
        question, self.ahead = (None if reads_elsewhere() else self.ahead), None
        told, values = about_whoever(question, member="member.id") if question else ("", [])
        rows = prepared_by_primary(_living(told), [*values, key, timezone.now()])
        if question:
            mark = 1 + len(_member_columns())
            self._answer = Answer(question, [row[mark + 1 :] for row in rows if row[mark]])
        return rows

    def _unsealed(self, data: str) -> dict[str, Any]:
        """What was unsealed once need not be checked again; each request gets its own."""
        known = _unsealed.get(self.seal)
        if known is not None:
            return dict(self.serializer().loads(known))
        found: dict[str, Any] = self.decode(data)
        if found:
            _unsealed[self.seal] = self.serializer().dumps(found)
        return found

    def take_member(self) -> tuple[Any, ...]:
        """Given once: the columns of the member on whose device this session is, as they were when it was read.

        () where there is no session, nothing but None where no device is known. It is a hint: who is signed in, if anybody, stands in the session's data.
        """
        self.get(SESSION_KEY)  # the session is read now, if it was not before
        taken, self._member = self._member, ()
        return taken

    def take_answer(self) -> Answer | None:
        """Given once: of what was asked ahead, about the member of `take_member`."""
        taken, self._answer = self._answer, None
        return taken

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's signature)
        """Who came in otherwise than by signing in, or before there was an end, gets one with the next change."""
        if not must_create and SESSION_KEY in self and ENDS not in self:
            let_end(self, is_staff=False)
        super().save(must_create)

    def get_expiry_age(self, **known: Any) -> int:
        """Seconds, at least 0."""
        return max(0, min(super().get_expiry_age(**known), self._seconds_left()))

    def get_expiry_date(self, **known: Any) -> datetime:
        ends = datetime.fromtimestamp(self.get(ENDS, _NEVER), tz=UTC)
        return min(super().get_expiry_date(**known), ends)

    def _seconds_left(self) -> int:
        ends: float = self.get(ENDS, _NEVER)
        return round(ends - timezone.now().timestamp())


@lru_cache(maxsize=64)
def _living(told: str) -> str:
    """`told`: SQL of what is asked about the member beside, "" for nothing."""
    return LIVING.format(
        columns=", ".join(f'member."{name}"' for name in _member_columns()),
        members=get_user_model()._meta.db_table,
        devices=UserSession._meta.db_table,
        columns_beside=", beside.*" if told else "",
        beside=BESIDE.format(told) if told else "",
    )


@cache
def _member_columns() -> tuple[str, ...]:
    return tuple(str(field.column) for field in get_user_model()._meta.concrete_fields)


_NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
