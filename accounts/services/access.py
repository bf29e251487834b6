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


def end_sessions(member: User) -> int:
    """Sign a member out everywhere, as after a change of what the member may do; returns how many devices it was."""
    sessions = list(UserSession.objects.filter(user=member))
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
