"""Sponsors that members do not want to see."""

from accounts.models import User
from sponsors.models import HiddenSponsor


def hidden_by(member: User) -> frozenset[int]:
    """Keys of the sponsors that a member hid."""
    hidden = HiddenSponsor.objects.filter(member=member)
    return frozenset(hidden.values_list("sponsor_id", flat=True))
