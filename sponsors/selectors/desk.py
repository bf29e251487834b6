"""What those who act for sponsors see first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from sponsors.models import Alert, Creative, Flight, Invoice, Review, Seat, Sponsor


@dataclass(frozen=True)
class Desk:
    """One sponsor's. `flights`: with what they delivered, running ones first; `waiting`: creatives on their way."""

    sponsor: Sponsor
    flights: list[Flight]
    waiting: list[Creative]
    alerts: list[Alert]
    invoices: list[Invoice]


def sponsors_of(member: User) -> list[Sponsor]:
    """Those for whom a member acts, by name."""
    return list(Sponsor.objects.filter(seats__member=member).order_by("name"))


def waiting_creatives() -> list[Creative]:
    """What waits for the approval of a manager, of all sponsors, longest first; fifty at most."""
    waiting = Creative.objects.filter(review=Review.WAITING).with_sponsor()
    return list(waiting.order_by("pk")[:50])


def has_seat(member: User) -> bool:
    """Whether a member acts for any sponsor."""
    return Seat.objects.filter(member=member).exists()


def desk_of(sponsor: Sponsor, *, now: datetime) -> Desk:
    """The desk of a sponsor that `access` has let through, in four queries."""
    flights = Flight.objects.filter(campaign__sponsor=sponsor).with_delivered()
    waiting = Creative.objects.of_sponsor(sponsor).exclude(review=Review.APPROVED)
    recent = Alert.objects.of_sponsor(sponsor).filter(raised_at__gte=now - timedelta(days=30))
    invoices = Invoice.objects.filter(sponsor=sponsor).newest_first()
    return Desk(
        sponsor=sponsor,
        flights=sorted(
            flights.select_related("campaign"), key=lambda one: (one.status != "running", -one.pk)
        ),
        waiting=list(waiting.select_related("flight").order_by("-pk")[:50]),
        alerts=list(recent.select_related("flight", "creative")[:20]),
        invoices=list(invoices.annotate(total_cents=Coalesce(Sum("lines__amount_cents"), 0))[:60]),
    )
