"""Addresses of the sponsors' desk in the API."""

from rest_framework.routers import SimpleRouter

from sponsors.api.bookings import (
    CampaignEndpoint,
    CreativeEndpoint,
    FlightEndpoint,
    SponsorEndpoint,
)
from sponsors.api.invoices import InvoiceEndpoint
from sponsors.api.readers import LibraryEndpoint

app_name = "sponsors-api"
router = SimpleRouter(use_regex_path=False)
router.register("sponsors", SponsorEndpoint, "sponsor")
router.register("sponsor-library", LibraryEndpoint, "library")
router.register("campaigns", CampaignEndpoint, "campaign")
router.register("flights", FlightEndpoint, "flight")
router.register("creatives", CreativeEndpoint, "creative")
router.register("invoices", InvoiceEndpoint, "invoice")
urlpatterns = router.urls
