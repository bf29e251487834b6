"""Sessions that end: some time after their last use, as Django's, and at last for good, however often they are used.

A leaf: imports nothing of ours but config.prepared. The end is written at sign-in (accounts.adapter), and stays when the key of the session changes.
"""

from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.prepared import prepared

# Seconds since 1970 at which the session is over.
ENDS: Final = "ends_at"
LIVING: Final = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"


def let_end(session: SessionBase, *, is_staff: bool) -> None:
    """From now on, it lasts as long as the site allows to who signs in."""
    lasts = settings.STAFF_SESSION_LASTS if is_staff else settings.SESSION_LASTS
    session[ENDS] = (timezone.now() + lasts).timestamp()


class SessionStore(DatabaseStore):
    """In PostgreSQL; the row and the cookie expire at the end, so that no request has to look for it."""

    def _get_session_from_db(self) -> Any:
        """Each request of a member begins here; None, and a new key at the next write, where there is none that lives."""
        key = self.session_key
        rows = prepared(LIVING, [key, timezone.now()]) if key else []
        if not key or not rows:
            self._session_key = None
            return None
        data, expires_at = rows[0]
        return Session(session_key=key, session_data=data, expire_date=expires_at)

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


_NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()
