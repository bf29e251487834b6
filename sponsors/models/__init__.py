"""Models of sponsoring: who pays, what was booked, what is shown where, what was delivered."""

from sponsors.models.click import Click
from sponsors.models.creative import Creative
from sponsors.models.flight import Flight, FlightStatus
from sponsors.models.slot import SponsorSlot
from sponsors.models.sponsor import Campaign, Sponsor
from sponsors.models.total import CreativeTotal

__all__ = (
    "Campaign",
    "Click",
    "Creative",
    "CreativeTotal",
    "Flight",
    "FlightStatus",
    "Sponsor",
    "SponsorSlot",
)
