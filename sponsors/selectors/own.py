"""Who looks at sponsors' creatives for a living."""

from accounts.models import User
from counting.tokens import Token
from sponsors.models import Creative, Seat
from sponsors.placements import Placement
from sponsors.selectors.inventory import policy


def is_own(token: Token, member_pk: int) -> bool:
    """Whether what a member saw or clicked must not be billed: the site's staff, and those who act for the sponsor."""
    if policy().counts_staff:
        return False
    creative_pk = Placement.from_subject(token.subject).creative_pk
    campaigns = Creative.objects.filter(pk=creative_pk).values("flight__campaign__sponsor")
    return (
        User.objects.filter(pk=member_pk, is_staff=True).exists()
        or Seat.objects.filter(member=member_pk, sponsor__in=campaigns).exists()
    )
