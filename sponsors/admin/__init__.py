"""Sponsors, what they booked and what they got, for sponsor managers."""

from sponsors.admin.books import (
    AlertAdmin,
    InvalidTotalAdmin,
    InvoiceAdmin,
    SlotTotalAdmin,
    SponsoringPolicyAdmin,
)
from sponsors.admin.creatives import CreativeAdmin, CreativeTotalAdmin
from sponsors.admin.flights import FlightAdmin
from sponsors.admin.slots import SponsorSlotAdmin
from sponsors.admin.sponsors import CampaignAdmin, SponsorAdmin

__all__ = (
    "AlertAdmin",
    "CampaignAdmin",
    "CreativeAdmin",
    "CreativeTotalAdmin",
    "FlightAdmin",
    "InvalidTotalAdmin",
    "InvoiceAdmin",
    "SlotTotalAdmin",
    "SponsorAdmin",
    "SponsorSlotAdmin",
    "SponsoringPolicyAdmin",
)
