"""The doors: every row of the sponsors' that somebody names by an address is fetched here, through a permission."""

from typing import Final

from feed.errors import NotFoundError
from sponsors.models import Sponsor

# Beyond this no row exists, and PostgreSQL would refuse the number.
MAX_PK: Final = 2**63 - 1


def sponsor_for(pk: int) -> Sponsor:
    """An active sponsor, as every reader may know it.

    Raises:
        NotFoundError: there is none.
    """
    sponsor = Sponsor.objects.filter(pk=pk, is_active=True).first() if pk <= MAX_PK else None
    if sponsor is None:
        raise NotFoundError
    return sponsor
