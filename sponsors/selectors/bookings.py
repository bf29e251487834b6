"""What somebody may see of sponsors' bookings, for lists."""

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from sponsors import access
from sponsors.models import Campaign, Creative, Flight, Invoice


def campaigns_seen_by(member: User) -> QuerySet[Campaign]:
    return Campaign.objects.filter(access.seen_by(member, "sponsor__in"))


def flights_seen_by(member: User) -> QuerySet[Flight]:
    """With their campaign and what they delivered."""
    flights = Flight.objects.filter(access.seen_by(member, "campaign__sponsor__in"))
    return flights.select_related("campaign").with_delivered()


def invoices_seen_by(member: User) -> QuerySet[Invoice]:
    """With `total_cents`."""
    invoices = Invoice.objects.filter(access.seen_by(member, "sponsor__in"))
    return invoices.annotate(total_cents=Coalesce(Sum("lines__amount_cents"), 0))


def creatives_of(flight: Flight) -> QuerySet[Creative]:
    """Of a flight that a door has let through."""
    return Creative.objects.filter(flight=flight)
