"""The table of trust levels."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.models import TrustRule
from config.freshness import SITE, touch

NEEDS = ("is_reached", "needs_days", "needs_read", "needs_written", "needs_appreciated")
ALLOWS = (
    ("links_per_text", "images_per_text", "mentions_per_text"),
    ("posts_per_day", "comments_per_day", "edits_per_day", "reactions_per_day"),
    ("report_weight", "has_followed_links"),
)


@admin.register(TrustRule)
class TrustRuleAdmin(ModelAdmin):
    """What each level takes and what it may; there are as many rows as levels."""

    list_display = ("level", *NEEDS, "posts_per_day", "links_per_text", "report_weight")
    fieldsets = (
        (None, {"fields": ("level",)}),
        (_("What it takes"), {"fields": NEEDS}),
        (_("What it allows"), {"fields": ALLOWS}),
    )
    readonly_fields = ("level",)
    compressed_fields = True

    def save_model(self, request: HttpRequest, obj: TrustRule, form: Any, change: Any) -> None:
        """What stands on pages depends on it: links, above all."""
        super().save_model(request, obj, form, change)
        touch(SITE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
