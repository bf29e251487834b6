"""Admin of creatives and of what they delivered."""

from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.access import member_of
from feed.fetching.errors import retold
from sponsors.admin.figures import ctr
from sponsors.admin.sponsors import SECURE_BY_DEFAULT
from sponsors.checks import BY_CODE
from sponsors.errors import SponsorsError
from sponsors.forms import ReviewForm
from sponsors.models import Creative, CreativeTotal, Review
from sponsors.services.booking import what_is_booked_changed
from sponsors.services.review import approve, refuse
from sponsors.sweepers import check_due

# What the checks look at.
CHECKED: Final = frozenset({"headline", "text", "image", "image_alt", "landing_url"})


@admin.register(Creative)
class CreativeAdmin(ModelAdmin):
    form = ReviewForm
    list_display = (
        "preview",
        "flight",
        "review_label",
        "found",
        "viewable_count",
        "click_count",
        "ctr",
        "is_live",
        "is_house",
    )
    list_filter = ("review", "is_live", "is_house", "flight__status", "flight__campaign__sponsor")
    search_fields = (
        "headline",
        "text",
        "landing_url",
        "flight__name",
        "flight__campaign__sponsor__name",
    )
    autocomplete_fields = ("flight",)
    readonly_fields = ("viewable_count", "click_count", "ctr", "review", "review_reason", "found")
    formfield_overrides = SECURE_BY_DEFAULT
    actions = ("approve_selected",)
    actions_submit_line = ("approve_one", "refuse_one")

    def get_queryset(self, _request: HttpRequest) -> QuerySet[Creative]:
        return Creative.objects.with_sponsor().with_totals()

    @display(description=_("creative"), ordering="headline", header=True)
    def preview(self, creative: Creative) -> list[Any]:
        picture = {"path": creative.image.url, "squared": True} if creative.image else None
        return [
            creative.headline,
            creative.sponsor.name,
            creative.sponsor.name[:2].upper(),
            picture,
        ]

    @display(
        description=_("review"),
        ordering="review",
        label={Review.APPROVED: "success", Review.WAITING: "warning", Review.REFUSED: "danger"},
    )
    def review_label(self, creative: Creative) -> tuple[str, str]:
        return creative.review, creative.get_review_display()

    @display(description=_("found by the checks"))
    def found(self, creative: Creative) -> str:
        """What is wrong, in words; a dash if nothing is, or nobody has looked yet."""
        known = [one for one in creative.problems if one["code"] in BY_CODE]
        words = [(gettext(BY_CODE[one["code"]].words), retold(one["detail"])) for one in known]
        return " ".join(" ".join(pair).strip() for pair in words) or "–"

    @display(description=_("viewable impressions"), ordering="viewables")
    def viewable_count(self, creative: Creative) -> int:
        count: int = creative.viewables  # type: ignore[attr-defined]
        return count

    @display(description=_("clicks"), ordering="clicks")
    def click_count(self, creative: Creative) -> int:
        count: int = creative.clicks  # type: ignore[attr-defined]
        return count

    @display(description=_("CTR"))
    def ctr(self, creative: Creative) -> str:
        return ctr(clicks=creative.clicks, viewables=creative.viewables)  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Creative, form: Any, change: Any) -> None:
        """What a manager changes is checked anew, at once if a worker is free; to decide alone changes nothing."""
        if change:
            _read_the_rest(obj, set(form.changed_data))
        obj.check_due = obj.check_due or bool(CHECKED.intersection(form.changed_data))
        obj.version += 1
        super().save_model(request, obj, form, change)
        what_is_booked_changed()
        check_due.delay_on_commit()

    @action(description=_("Approve selected creatives"), permissions=["change"])
    def approve_selected(self, request: HttpRequest, creatives: QuerySet[Creative]) -> None:
        for creative in creatives:
            self._approve(request, creative)

    @action(description=_("Approve"), permissions=["change"])
    def approve_one(self, request: HttpRequest, obj: Creative) -> None:
        self._approve(request, obj)

    @action(description=_("Refuse"), permissions=["change"])
    def refuse_one(self, request: HttpRequest, obj: Creative) -> None:
        reason = request.POST.get("reason", "")[:300]
        try:
            refuse(obj, manager=member_of(request), reason=reason, now=timezone.now())
        except SponsorsError as error:
            self.message_user(request, f"{obj}: {error}", messages.ERROR)

    def _approve(self, request: HttpRequest, creative: Creative) -> None:
        """Of one that cannot be approved the manager is told why."""
        try:
            approve(creative, manager=member_of(request), now=timezone.now())
        except SponsorsError as error:
            self.message_user(request, f"{creative}: {error}", messages.ERROR)


def _read_the_rest(creative: Creative, changed: set[str]) -> None:
    """All columns but those that the form changed, as they stand now: what the checks found since the page was opened stays.

    The form holds the row's lock (ReviewForm).
    """
    kept = changed | ({"image_width", "image_height"} if "image" in changed else set())
    columns = {field.name for field in Creative._meta.concrete_fields}
    creative.refresh_from_db(fields=sorted(columns - kept - {"id"}))


@admin.register(CreativeTotal)
class CreativeTotalAdmin(ModelAdmin):
    """Read only: totals are what was counted, not what somebody entered."""

    list_display = (
        "counted_on",
        "creative",
        "slot",
        "impression_count",
        "viewable_count",
        "click_count",
        "ctr",
    )
    list_filter = ("slot", "creative__flight__campaign__sponsor")
    search_fields = ("creative__headline", "creative__flight__campaign__sponsor__name")
    date_hierarchy = "counted_on"
    list_select_related = ("creative", "slot")

    @display(description=_("CTR"))
    def ctr(self, total: CreativeTotal) -> str:
        return ctr(clicks=total.click_count, viewables=total.viewable_count)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False
