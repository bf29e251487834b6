"""What arrived and what became of it, for those who look after the site; read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from config.redis import cache, events
from counting.health import examine
from counting.models import EventTotal, SubjectDay


class ReadOnlyAdmin(ModelAdmin):
    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(EventTotal)
class EventTotalAdmin(ReadOnlyAdmin):
    list_before_template = "admin/counting/_health.html"
    list_display = ("counted_on", "kind", "event_class", "count")
    list_filter = ("kind", "event_class")
    search_fields = ("kind",)
    date_hierarchy = "counted_on"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Above the list: how counting is doing at this moment."""
        found = examine(now=timezone.now(), events=events(), cache=cache())
        context = {"health": found} | (extra_context or {})
        page: HttpResponse = super().changelist_view(request, context)
        return page


@admin.register(SubjectDay)
class SubjectDayAdmin(ReadOnlyAdmin):
    list_display = ("counted_on", "kind", "subject", "count", "reader_count")
    list_filter = ("kind",)
    search_fields = ("=subject",)
    search_help_text = _("Number of the post")
    date_hierarchy = "counted_on"
    show_full_result_count = False
