"""Who may come in."""

from accounts.models import User
from config.freshness import touch


def set_active(member: User, *, is_active: bool) -> bool:
    """Let a member in, or keep the member out from the next request on. False if it was so already."""
    has_changed = (
        User.objects.filter(pk=member.pk).exclude(is_active=is_active).update(is_active=is_active)
    )
    touch(f"member:{member.pk}")
    return bool(has_changed)
