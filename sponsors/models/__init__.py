"""Models of sponsoring: who pays, what was booked, what is shown where, what was delivered, what is owed."""

from sponsors.models.alert import Alert, AlertKind
from sponsors.models.click import Click
from sponsors.models.creative import Creative, Review
from sponsors.models.flight import Flight, FlightStatus, PriceModel
from sponsors.models.invoice import Invoice, InvoiceLine
from sponsors.models.policy import SponsoringPolicy
from sponsors.models.slot import SponsorSlot
from sponsors.models.sponsor import Campaign, HiddenSponsor, Seat, Sponsor
from sponsors.models.targeting import Device, Targeting
from sponsors.models.total import (
    CreativeTotal,
    EventKind,
    Invalid,
    InvalidTotal,
    Reach,
    SlotTotal,
)

__all__ = (
    "Alert",
    "AlertKind",
    "Campaign",
    "Click",
    "Creative",
    "CreativeTotal",
    "Device",
    "EventKind",
    "Flight",
    "FlightStatus",
    "HiddenSponsor",
    "Invalid",
    "InvalidTotal",
    "Invoice",
    "InvoiceLine",
    "PriceModel",
    "Reach",
    "Review",
    "Seat",
    "SlotTotal",
    "Sponsor",
    "SponsorSlot",
    "SponsoringPolicy",
    "Targeting",
)
