"""Sponsors of the demo site, each with a running flight of wide pictures, one of boxes and one of words by mail."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from accounts.models import User
from demo.images.adverts import SIZES
from demo.reading import Content
from demo.services.pictures import Album
from sponsors.models import (
    Campaign,
    Creative,
    Flight,
    PriceModel,
    Review,
    Seat,
    Sponsor,
    SponsorSlot,
)
from sponsors.services.flights import start_flight
from sponsors.standard_slots import DIGEST

MAIL: Final = "mail"
# A flight's name, by the shape of its pictures; mail has none.
FLIGHTS: Final = {"wide": "In the text", "box": "In the sidebar", MAIL: "In the daily mail"}
CENTS_A_CLICK: Final = 40
BEGAN: Final = timedelta(days=14)
LASTS: Final = timedelta(days=365)


def add_sponsors(content: Content, *, album: Album, manager: User, now: datetime) -> None:
    """All sponsors; every slot of the site is booked by each of them, and `manager` acts for those who pay."""
    for row in content.sponsors:
        sponsor = Sponsor.objects.create(
            name=row["name"],
            website=_address(row["website"]),
            contact_email=row["contact_email"],
            industry=row.get("industry", ""),
            billing_address=row.get("billing_address", ""),
        )
        if not row.get("is_house"):
            Seat.objects.create(sponsor=sponsor, member=manager)
        campaign = Campaign.objects.create(sponsor=sponsor, name=row["campaign"])
        for shape in FLIGHTS:
            _add_flight(row, campaign=campaign, shape=shape, album=album, now=now)


def _add_flight(
    row: Mapping[str, Any], *, campaign: Campaign, shape: str, album: Album, now: datetime
) -> None:
    flight = Flight.objects.create(
        campaign=campaign,
        name=FLIGHTS[shape],
        starts_at=now - BEGAN,
        ends_at=now + LASTS,
        weight=row.get("weight", 1),
        **_price(row, shape),
    )
    flight.slots.set(_slots(shape))
    image = album.file("advert", row.get("art", ""), shape)
    for words in row["creatives"]:
        Creative.objects.create(
            flight=flight,
            headline=words["headline"],
            text=words["text"],
            landing_url=_address(words["landing_url"]),
            image=image,
            image_width=SIZES[shape][0] if image else None,
            image_height=SIZES[shape][1] if image else None,
            image_alt=row["image_alt"] if image else "",
            is_house=row.get("is_house", False),
            review=Review.APPROVED,
            checked_at=now,
            check_due=False,
        )
    start_flight(flight, now=now)


def _price(row: Mapping[str, Any], shape: str) -> dict[str, Any]:
    """As the file says; but mail proves no impressions and has no visitors to cap, so it is sold by click."""
    if shape == MAIL and not row.get("is_house"):
        return {"price_model": PriceModel.CPC, "price_cents": CENTS_A_CLICK}
    return {
        "price_model": row.get("price_model", PriceModel.CPM),
        "price_cents": row.get("price_cents", 0),
        "quantity": row.get("quantity"),
        "frequency_cap": row.get("frequency_cap"),
    }


def _slots(shape: str) -> list[SponsorSlot]:
    """Slots whose box suits the shape: wide ones are twice as wide as high."""
    slots = SponsorSlot.objects.filter(is_enabled=True).order_by("pk")
    if shape == MAIL:
        return list(slots.filter(code=DIGEST))
    slots = slots.exclude(code=DIGEST)
    return [slot for slot in slots if (slot.width >= 2 * slot.height) == (shape == "wide")]


def _address(text: str) -> str:
    return text.replace("{site}", settings.BASE_URL)
