"""Sponsors and what they booked."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from sponsors.models import (
    Campaign,
    Creative,
    Flight,
    FlightStatus,
    Review,
    Sponsor,
    SponsorSlot,
)

_numbers = count(1)


def make_sponsor(name: str = "Ropery Tideman", **fields: Any) -> Sponsor:
    """The same name gives the same sponsor."""
    return Sponsor.objects.get_or_create(name=name, defaults=fields)[0]


def make_slot(code: str = "article-top") -> SponsorSlot:
    """The migrations' own slot, made again where a test emptied the table."""
    size = {"label": code, "width": 320, "height": 160}
    return SponsorSlot.objects.get_or_create(code=code, defaults=size)[0]


def make_flight(
    *, sponsor: str = "Ropery Tideman", slots: tuple[str, ...] = ("article-top",), **fields: Any
) -> Flight:
    """A flight that began yesterday and ends tomorrow, running unless told otherwise."""
    now = timezone.now()
    campaign = Campaign.objects.get_or_create(sponsor=make_sponsor(sponsor), name="Autumn")[0]
    terms: dict[str, Any] = {
        "name": f"Flight {next(_numbers)}",
        "starts_at": now - timedelta(days=1),
        "ends_at": now + timedelta(days=1),
        "status": FlightStatus.RUNNING,
    }
    flight = Flight.objects.create(campaign=campaign, **(terms | fields))
    flight.slots.set([make_slot(code) for code in slots])
    return flight


def make_creative(*, flight: Flight | None = None, **fields: Any) -> Creative:
    words: dict[str, Any] = {
        "headline": "Rope that holds",
        "text": "Laid by hand since 1811.",
        "review": Review.APPROVED,
        "landing_url": "https://ropery.example.org/rope?from=news",
    }
    return Creative.objects.create(flight=flight or make_flight(), **(words | fields))
