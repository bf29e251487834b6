"""What arrived and what became of it, for those who look after the site; read only."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from counting.models import EventTotal


@admin.register(EventTotal)
class EventTotalAdmin(ModelAdmin):
    list_display = ("counted_on", "kind", "event_class", "count")
    list_filter = ("kind", "event_class")
    search_fields = ("kind",)
    date_hierarchy = "counted_on"

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False
