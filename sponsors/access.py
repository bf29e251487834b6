"""The doors: every row of the sponsors' that somebody names by an address is fetched here, through a permission.

A sponsor's rows are seen by the members who have a seat there, and by sponsor managers; for all others they do not exist.
"""

from typing import Any, Final, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from feed.errors import NotAllowedError, NotFoundError
from sponsors.models import Creative, Flight, Invoice, Seat, Sponsor

# Beyond this no row exists, and PostgreSQL would refuse the number.
MAX_PK: Final = 2**63 - 1

Row = TypeVar("Row", bound=Model)


def sponsor_for(pk: int) -> Sponsor:
    """An active sponsor, as every reader may know it.

    Raises:
        NotFoundError: there is none.
    """
    return _one(Sponsor.objects.filter(is_active=True), pk)


def own_sponsor_for(member: User, pk: int) -> Sponsor:
    """Raises NotFoundError: the member does not act for that sponsor."""
    return _one(Sponsor.objects.filter(seen_by(member, "pk__in")), pk)


def flight_for(member: User, pk: int) -> Flight:
    """A flight with its campaign and sponsor.

    Raises:
        NotFoundError: the member does not act for its sponsor.
    """
    flights = Flight.objects.filter(seen_by(member, "campaign__sponsor__in"))
    return _one(flights.select_related("campaign__sponsor"), pk)


def creative_for(member: User, pk: int) -> Creative:
    """A creative with its flight, campaign and sponsor.

    Raises:
        NotFoundError: the member does not act for its sponsor.
    """
    creatives = Creative.objects.filter(seen_by(member, "flight__campaign__sponsor__in"))
    return _one(creatives.with_sponsor(), pk)


def bookable_flight_for(member: User, pk: int) -> Flight:
    """A flight that is not over, so that creatives may be handed in for it.

    Raises:
        NotFoundError, NotAllowedError: the member does not act for its sponsor; it has ended.
    """
    flight = flight_for(member, pk)
    if flight.status == "ended":
        raise NotAllowedError
    return flight


def invoice_for(member: User, pk: int) -> Invoice:
    """Raises NotFoundError: the member does not act for its sponsor."""
    invoices = Invoice.objects.filter(seen_by(member, "sponsor__in"))
    return _one(invoices.select_related("sponsor"), pk)


def is_manager(member: User) -> bool:
    """Whether a member may see every sponsor's affairs."""
    return member.is_staff and member.has_perm("sponsors.view_flight")


def seen_by(member: User, lookup: str) -> Q:
    """The rows whose sponsor, by `lookup`, the member acts for; all for managers."""
    if is_manager(member):
        return Q()
    seats: QuerySet[Seat, Any] = Seat.objects.filter(member=member).values("sponsor")
    return Q(**{lookup: seats})


def _one(rows: "QuerySet[Row]", pk: int) -> Row:
    found = rows.filter(pk=pk).first() if pk <= MAX_PK else None
    if found is None:
        raise NotFoundError
    return found
