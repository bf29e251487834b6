"""Admin of money and of what is on record: invoices, what was not billed, news; all of it read only."""

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from sponsors.models import Alert, InvalidTotal, Invoice, InvoiceLine, SlotTotal, SponsoringPolicy
from sponsors.money import money
from sponsors.services.booking import what_is_booked_changed


class ReadOnlyAdmin(ModelAdmin):
    """What happened, not what somebody entered."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


class LineInline(TabularInline):
    model = InvoiceLine
    extra = 0
    fields = readonly_fields = (
        "flight",
        "price_model",
        "price_cents",
        "unit_count",
        "amount_cents",
    )
    can_delete = False

    def has_add_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = ("number", "sponsor", "starts_on", "ends_on", "total", "document")
    list_filter = ("sponsor",)
    search_fields = ("number", "sponsor__name")
    date_hierarchy = "issued_at"
    list_select_related = ("sponsor",)
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invoice]:
        invoices: QuerySet[Invoice] = super().get_queryset(request)
        return invoices.annotate(total_cents=Sum("lines__amount_cents", default=0))

    @display(description=_("amount"), ordering="total_cents")
    def total(self, invoice: Invoice) -> str:
        return money(invoice.total_cents, invoice.currency)  # type: ignore[attr-defined]

    @display(description="PDF")
    def document(self, invoice: Invoice) -> str:
        address = reverse("sponsors:invoice", args=[invoice.pk])
        return format_html('<a href="{}">PDF</a>', address)


@admin.register(InvalidTotal)
class InvalidTotalAdmin(ReadOnlyAdmin):
    list_display = ("counted_on", "creative", "kind", "reason", "count")
    list_filter = ("kind", "reason", "creative__flight__campaign__sponsor")
    date_hierarchy = "counted_on"
    list_select_related = ("creative",)


@admin.register(SlotTotal)
class SlotTotalAdmin(ReadOnlyAdmin):
    list_display = ("counted_on", "slot", "decision_count", "filled_count", "fill_rate")
    list_filter = ("slot",)
    date_hierarchy = "counted_on"
    list_select_related = ("slot",)

    @display(description=_("fill rate"))
    def fill_rate(self, total: SlotTotal) -> str:
        return f"{100 * total.filled_count // (total.decision_count or 1)} %"


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("raised_at", "kind", "flight", "creative", "resolved_at", "notified_at")
    list_filter = ("kind", "flight__campaign__sponsor")
    list_select_related = ("flight", "creative")


@admin.register(SponsoringPolicy)
class SponsoringPolicyAdmin(ModelAdmin):
    """One row, made at its first saving."""

    fields = ("ad_free_from", "counts_staff", "currency", "invoice_sender", "ads_txt")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SponsoringPolicy.objects.exists()

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: SponsoringPolicy, form: object, change: object
    ) -> None:
        obj.pk = SponsoringPolicy.ONLY
        super().save_model(request, obj, form, change)
        what_is_booked_changed()
