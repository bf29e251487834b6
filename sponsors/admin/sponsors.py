"""Admin of sponsors and their campaigns."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from sponsors.models import Campaign, Flight, Seat, Sponsor
from sponsors.services.booking import what_is_booked_changed

SECURE_BY_DEFAULT = {models.URLField: {"assume_scheme": "https"}}


class SeatInline(TabularInline):
    """Who may act for the sponsor."""

    model = Seat
    extra = 0
    autocomplete_fields = ("member",)


class CampaignInline(TabularInline):
    model = Campaign
    extra = 0
    fields = ("name",)
    show_change_link = True


@admin.register(Sponsor)
class SponsorAdmin(ModelAdmin):
    list_display = ("name", "website", "contact_email", "industry", "campaign_count", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "website", "contact_email")
    formfield_overrides = SECURE_BY_DEFAULT
    inlines = (CampaignInline, SeatInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sponsor]:
        sponsors: QuerySet[Sponsor] = super().get_queryset(request)
        return sponsors.annotate(campaign_count=Count("campaigns"))

    def save_model(self, request: HttpRequest, obj: Sponsor, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        what_is_booked_changed()

    @display(description=_("campaigns"), ordering="campaign_count")
    def campaign_count(self, sponsor: Sponsor) -> int:
        count: int = sponsor.campaign_count  # type: ignore[attr-defined]
        return count


class FlightInline(TabularInline):
    """Only a list: a flight has a page of its own."""

    model = Flight
    extra = 0
    fields = readonly_fields = ("name", "status", "starts_at", "ends_at", "priority", "quantity")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(Campaign)
class CampaignAdmin(ModelAdmin):
    list_display = ("name", "sponsor", "flight_count", "created_at")
    list_filter = ("sponsor",)
    search_fields = ("name", "sponsor__name")
    autocomplete_fields = ("sponsor",)
    list_select_related = ("sponsor",)
    inlines = (FlightInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        campaigns: QuerySet[Campaign] = super().get_queryset(request)
        return campaigns.annotate(flight_count=Count("flights"))

    @display(description=_("flights"), ordering="flight_count")
    def flight_count(self, campaign: Campaign) -> int:
        count: int = campaign.flight_count  # type: ignore[attr-defined]
        return count
