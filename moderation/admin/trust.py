"""The table of trust levels."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.models import TrustRule

NEEDS = ("is_reached", "needs_days", "needs_read", "needs_written", "needs_appreciated")
ALLOWS = ("report_weight",)


@admin.register(TrustRule)
class TrustRuleAdmin(ModelAdmin):
    """What each level takes and what it may; there are as many rows as levels."""

    list_display = ("level", *NEEDS[:5], "report_weight")
    fieldsets = (
        (None, {"fields": ("level",)}),
        (_("What it takes"), {"fields": NEEDS}),
        (_("What it allows"), {"fields": ALLOWS}),
    )
    readonly_fields = ("level",)
    compressed_fields = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
