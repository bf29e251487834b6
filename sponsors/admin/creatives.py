"""Admin of creatives and of what they delivered."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from sponsors.admin.figures import ctr
from sponsors.admin.sponsors import SECURE_BY_DEFAULT
from sponsors.forms import CreativeForm
from sponsors.models import Creative, CreativeTotal


@admin.register(Creative)
class CreativeAdmin(ModelAdmin):
    form = CreativeForm
    list_display = (
        "preview",
        "sponsor_name",
        "flight",
        "impression_count",
        "click_count",
        "ctr",
        "is_live",
        "is_house",
    )
    list_filter = ("is_live", "is_house", "flight__status", "flight__campaign__sponsor")
    search_fields = (
        "headline",
        "text",
        "landing_url",
        "flight__name",
        "flight__campaign__sponsor__name",
    )
    autocomplete_fields = ("flight",)
    readonly_fields = ("impression_count", "click_count", "ctr")
    formfield_overrides = SECURE_BY_DEFAULT

    def get_queryset(self, _request: HttpRequest) -> QuerySet[Creative]:
        return Creative.objects.with_sponsor().with_totals()

    @display(description=_("creative"), ordering="headline", header=True)
    def preview(self, creative: Creative) -> list[Any]:
        picture = {"path": creative.image.url, "squared": True} if creative.image else None
        return [creative.headline, creative.text, creative.sponsor.name[:2].upper(), picture]

    @display(description=_("sponsor"), ordering="flight__campaign__sponsor__name")
    def sponsor_name(self, creative: Creative) -> str:
        return creative.sponsor.name

    @display(description=_("impressions"), ordering="impressions")
    def impression_count(self, creative: Creative) -> int:
        count: int = creative.impressions  # type: ignore[attr-defined]
        return count

    @display(description=_("clicks"), ordering="clicks")
    def click_count(self, creative: Creative) -> int:
        count: int = creative.clicks  # type: ignore[attr-defined]
        return count

    @display(description=_("CTR"))
    def ctr(self, creative: Creative) -> str:
        return ctr(clicks=creative.clicks, impressions=creative.impressions)  # type: ignore[attr-defined]


@admin.register(CreativeTotal)
class CreativeTotalAdmin(ModelAdmin):
    """Read only: totals are what was counted, not what somebody entered."""

    list_display = ("counted_on", "creative", "slot", "impression_count", "click_count", "ctr")
    list_filter = ("slot", "creative__flight__campaign__sponsor")
    search_fields = ("creative__headline", "creative__flight__campaign__sponsor__name")
    date_hierarchy = "counted_on"
    list_select_related = ("creative", "slot")

    @display(description=_("CTR"))
    def ctr(self, total: CreativeTotal) -> str:
        return ctr(clicks=total.click_count, impressions=total.impression_count)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False
