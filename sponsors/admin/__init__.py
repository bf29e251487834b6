"""Sponsors, what they booked and what they got, for sponsor managers."""

from sponsors.admin.creatives import CreativeAdmin, CreativeTotalAdmin
from sponsors.admin.flights import FlightAdmin
from sponsors.admin.slots import SponsorSlotAdmin
from sponsors.admin.sponsors import CampaignAdmin, SponsorAdmin

__all__ = (
    "CampaignAdmin",
    "CreativeAdmin",
    "CreativeTotalAdmin",
    "FlightAdmin",
    "SponsorAdmin",
    "SponsorSlotAdmin",
)
