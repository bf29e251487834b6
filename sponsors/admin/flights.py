"""Admin of flights: booking, starting and pausing them, and how far they are."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from sponsors.admin.figures import ctr, progress
from sponsors.admin.sponsors import SECURE_BY_DEFAULT
from sponsors.errors import SponsorsError
from sponsors.forms import CreativeForm
from sponsors.models import Creative, Flight, FlightStatus
from sponsors.services.flights import pause_flight, start_flight


class CreativeInline(StackedInline):
    model = Creative
    form = CreativeForm
    extra = 0
    formfield_overrides = SECURE_BY_DEFAULT
    show_change_link = True


@admin.register(Flight)
class FlightAdmin(ModelAdmin):
    list_display = (
        "name",
        "sponsor",
        "status_label",
        "starts_at",
        "ends_at",
        "priority",
        "delivered",
        "click_count",
        "ctr",
    )
    list_filter = ("status", "slots", "campaign__sponsor")
    search_fields = ("name", "campaign__name", "campaign__sponsor__name")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("campaign",)
    readonly_fields = ("status", "delivered", "click_count", "ctr")
    fieldsets = (
        (None, {"fields": ("campaign", "name", "slots", "starts_at", "ends_at")}),
        (_("Price and odds"), {"fields": (("price_cents", "quantity"), ("priority", "weight"))}),
        (_("Delivery"), {"fields": ("status", ("delivered", "click_count", "ctr"))}),
    )
    inlines = (CreativeInline,)
    actions = ("start", "pause")

    def get_queryset(self, _request: HttpRequest) -> QuerySet[Flight]:
        return Flight.objects.with_delivered().select_related("campaign__sponsor")

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        """Slots are few: a box to tick for each."""
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        field: ModelMultipleChoiceField[Any] | None = super().formfield_for_manytomany(
            db_field, request, **kwargs
        )
        return field

    @display(description=_("sponsor"), ordering="campaign__sponsor__name")
    def sponsor(self, flight: Flight) -> str:
        return flight.campaign.sponsor.name

    @display(
        description=_("status"),
        ordering="status",
        label={
            FlightStatus.RUNNING: "success",
            FlightStatus.PAUSED: "warning",
            FlightStatus.DRAFT: "info",
        },
    )
    def status_label(self, flight: Flight) -> tuple[str, str]:
        return flight.status, flight.get_status_display()

    @display(description=_("impressions"), ordering="impressions")
    def delivered(self, flight: Flight) -> str:
        return progress(flight.impressions, of=flight.quantity)  # type: ignore[attr-defined]

    @display(description=_("clicks"), ordering="clicks")
    def click_count(self, flight: Flight) -> int:
        count: int = flight.clicks  # type: ignore[attr-defined]
        return count

    @display(description=_("CTR"))
    def ctr(self, flight: Flight) -> str:
        return ctr(clicks=flight.clicks, impressions=flight.impressions)  # type: ignore[attr-defined]

    @action(description=_("Start selected flights"), permissions=["change"])
    def start(self, request: HttpRequest, flights: QuerySet[Flight]) -> None:
        started = self._each(
            request, flights, lambda flight: start_flight(flight, now=timezone.now())
        )
        self.message_user(
            request,
            ngettext("%(count)d flight started.", "%(count)d flights started.", started)
            % {"count": started},
        )

    @action(description=_("Pause selected flights"), permissions=["change"])
    def pause(self, request: HttpRequest, flights: QuerySet[Flight]) -> None:
        paused = self._each(request, flights, pause_flight)
        self.message_user(
            request,
            ngettext("%(count)d flight paused.", "%(count)d flights paused.", paused)
            % {"count": paused},
        )

    def _each(
        self, request: HttpRequest, flights: QuerySet[Flight], change: Callable[[Flight], Flight]
    ) -> int:
        """How many flights were changed; of the others the manager is told why not."""
        changed = 0
        for flight in flights:
            try:
                change(flight)
                changed += 1
            except SponsorsError as error:
                self.message_user(request, f"{flight}: {error}", messages.ERROR)
        return changed
