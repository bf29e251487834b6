"""Sponsors that a member does not want to see."""

from django.db import transaction

from accounts.models import User
from sponsors.models import HiddenSponsor, Sponsor


@transaction.atomic
def hide_sponsor(sponsor: Sponsor, *, member: User) -> None:
    """Show the member nothing of this sponsor any more; hiding twice is hiding once."""
    HiddenSponsor.objects.get_or_create(member=member, sponsor=sponsor)


@transaction.atomic
def show_sponsor(sponsor: Sponsor, *, member: User) -> None:
    """Undo `hide_sponsor`."""
    HiddenSponsor.objects.filter(member=member, sponsor=sponsor).delete()
