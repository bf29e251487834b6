"""Admin of slots: which are enabled and how large their pictures are; their codes are named by templates."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from sponsors.models import Flight, SponsorSlot
from sponsors.services.booking import what_is_booked_changed


@admin.register(SponsorSlot)
class SponsorSlotAdmin(ModelAdmin):
    list_display = ("label", "code", "size", "running_count", "is_enabled")
    list_filter = ("is_enabled",)
    search_fields = ("label", "code", "description")
    readonly_fields = ("code",)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """A slot that no template names would stay empty for ever."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SponsorSlot, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        what_is_booked_changed()

    def get_queryset(self, request: HttpRequest) -> QuerySet[SponsorSlot]:
        slots: QuerySet[SponsorSlot] = super().get_queryset(request)
        running = Q(flights__in=Flight.objects.running(now=timezone.now()))
        return slots.annotate(running_count=Count("flights", filter=running))

    @display(description=_("picture"))
    def size(self, slot: SponsorSlot) -> str:
        return f"{slot.width} × {slot.height}"

    @display(description=_("running flights"), ordering="running_count")
    def running_count(self, slot: SponsorSlot) -> int:
        count: int = slot.running_count  # type: ignore[attr-defined]
        return count
