"""What sponsors owe, once it is settled."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sponsors.models.flight import Flight, PriceModel
from sponsors.models.sponsor import Sponsor


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def newest_first(self) -> Self:
        return self.order_by("-issued_at", "-pk")


class Invoice(models.Model):
    """A sponsor's bill for a period; never changed once it is issued.

    `starts_on` and `ends_on`: first and last day (UTC), both included. `number`: counts up without gaps within a year.
    """

    sponsor = models.ForeignKey(
        Sponsor, models.PROTECT, related_name="invoices", verbose_name=_("sponsor")
    )
    number = models.CharField(_("number"), max_length=20, unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    currency = models.CharField(_("currency"), max_length=3)
    address = models.TextField(_("billing address"), blank=True)
    issued_at = models.DateTimeField(_("issued"))

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sponsors_invoice_ends_later"
            ),
            models.UniqueConstraint(
                fields=("sponsor", "starts_on"), name="sponsors_invoice_once_a_period"
            ),
        )

    def __str__(self) -> str:
        return self.number


class InvoiceLine(models.Model):
    """What one flight costs in the invoice's period. `unit_count`: viewable impressions, clicks, or days if the price is flat."""

    invoice = models.ForeignKey(
        Invoice, models.CASCADE, related_name="lines", verbose_name=_("invoice")
    )
    flight = models.ForeignKey(
        Flight, models.PROTECT, related_name="invoice_lines", verbose_name=_("flight")
    )
    price_model = models.CharField(_("price is"), max_length=4, choices=PriceModel)
    price_cents = models.PositiveIntegerField(_("price, in cents"))
    unit_count = models.PositiveBigIntegerField(_("units"))
    amount_cents = models.PositiveBigIntegerField(_("amount, in cents"))

    class Meta:
        verbose_name = _("line of an invoice")
        verbose_name_plural = _("lines of invoices")
        constraints = (
            models.UniqueConstraint(
                fields=("invoice", "flight"), name="sponsors_invoice_flight_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.flight_id}"
