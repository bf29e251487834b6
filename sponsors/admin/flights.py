"""Admin of flights: booking, starting and pausing them, and how far they are."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from sponsors.admin.figures import ctr, progress
from sponsors.admin.sponsors import SECURE_BY_DEFAULT
from sponsors.errors import SponsorsError
from sponsors.forms import CreativeForm, FlightForm
from sponsors.models import Creative, Flight, FlightStatus
from sponsors.selectors.forecast import booking_calendar
from sponsors.selectors.inventory import policy
from sponsors.services.booking import what_is_booked_changed
from sponsors.services.flights import pause_flight, start_flight


class CreativeInline(StackedInline):
    model = Creative
    form = CreativeForm
    extra = 0
    formfield_overrides = SECURE_BY_DEFAULT
    show_change_link = True


@admin.register(Flight)
class FlightAdmin(ModelAdmin):
    form = FlightForm
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
    autocomplete_fields = ("campaign", "categories", "excluded_categories", "tags")
    readonly_fields = ("status", "delivered", "click_count", "ctr")
    fieldsets = (
        (None, {"fields": ("seen_version", "campaign", "name", "slots", "starts_at", "ends_at")}),
        (
            _("Price and quantity"),
            {
                "fields": (
                    ("price_model", "price_cents"),
                    ("quantity", "daily_cap", "frequency_cap"),
                )
            },
        ),
        (
            _("Delivery"),
            {
                "fields": (
                    ("is_paced", "is_optimised"),
                    ("priority", "weight"),
                    "status",
                    ("delivered", "click_count", "ctr"),
                )
            },
        ),
        (
            _("To whom it is shown"),
            {
                "fields": (
                    ("categories", "excluded_categories"),
                    "tags",
                    ("languages", "devices"),
                    ("countries", "hours"),
                )
            },
        ),
    )
    inlines = (CreativeInline,)
    actions = ("start", "pause")
    actions_list = ("open_calendar",)

    def get_queryset(self, _request: HttpRequest) -> QuerySet[Flight]:
        return Flight.objects.with_delivered().select_related("campaign__sponsor")

    def get_urls(self) -> list[Any]:
        """The booking calendar beside the list."""
        view = self.admin_site.admin_view(self.show_calendar)
        own = path("calendar/", view, name="sponsors_flight_calendar")
        return [own, *super().get_urls()]

    def show_calendar(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Booking calendar"),
            "calendar": booking_calendar(now=timezone.now()),
            "currency": policy().currency,
        }
        return TemplateResponse(request, "admin/sponsors/calendar.html", context)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        """Slots are few: a box to tick for each."""
        if db_field.name == "slots":
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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Slots and targets are saved last; then what is booked has changed."""
        super().save_related(request, form, formsets, change)
        what_is_booked_changed()

    @display(description=_("delivered"), ordering="viewables")
    def delivered(self, flight: Flight) -> str:
        count = flight.clicks if flight.is_by_click else flight.viewables  # type: ignore[attr-defined]
        return progress(count, of=flight.quantity)

    @display(description=_("clicks"), ordering="clicks")
    def click_count(self, flight: Flight) -> int:
        count: int = flight.clicks  # type: ignore[attr-defined]
        return count

    @display(description=_("CTR"))
    def ctr(self, flight: Flight) -> str:
        return ctr(clicks=flight.clicks, viewables=flight.viewables)  # type: ignore[attr-defined]

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

    @action(description=_("Booking calendar"), icon="calendar_month", permissions=["view"])
    def open_calendar(self, _request: HttpRequest) -> HttpResponse:
        return redirect("admin:sponsors_flight_calendar")

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
