"""Who may come in, and who may write."""

from datetime import datetime

from allauth.usersessions.models import UserSession

from accounts.models import User
from config.freshness import touch


def set_active(member: User, *, is_active: bool) -> bool:
    """Let a member in, or keep the member out from the next request on. False if it was so already."""
    has_changed = (
        User.objects.filter(pk=member.pk).exclude(is_active=is_active).update(is_active=is_active)
    )
    touch(f"member:{member.pk}")
    return bool(has_changed)


def live_sessions(member: User) -> list[UserSession]:
    """Where a member is signed in, the latest first; rows of sessions that are over are deleted on the way."""
    found = UserSession.objects.purge_and_list(member)
    return sorted(found, key=lambda session: session.pk, reverse=True)


def end_sessions(member: User, *, but: str | None = None) -> int:
    """Sign a member out everywhere, as after a change of what the member may do; returns how many devices it was.

    Args:
        but: key of a session that goes on.
    """
    sessions = list(UserSession.objects.filter(user=member).exclude(session_key=but))
    for session in sessions:
        session.end()
    return len(sessions)


def silence(member: User, *, until: datetime | None) -> None:
    """Let a member only read until then, or (None) write again; holds from the next request on."""
    User.objects.filter(pk=member.pk).update(silenced_until=until)
    member.silenced_until = until


def suspend(member: User, *, until: datetime | None) -> None:
    """Keep a member out of all but what concerns the suspension until then, or (None) let the member in again."""
    User.objects.filter(pk=member.pk).update(suspended_until=until)
    member.suspended_until = until
    touch(f"member:{member.pk}")
