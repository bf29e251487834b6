"""What a sponsor buys."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sponsors.models.slot import SponsorSlot
from sponsors.models.sponsor import Campaign


class FlightStatus(models.TextChoices):
    """What the sponsor manager decided; whether it is shown depends on the dates as well."""

    DRAFT = "draft", _("draft")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class FlightQuerySet(models.QuerySet["Flight"]):
    def running(self, *, now: datetime) -> Self:
        """May be shown at `now`: started, within its dates, its sponsor active."""
        return self.filter(
            status=FlightStatus.RUNNING,
            starts_at__lte=now,
            ends_at__gt=now,
            campaign__sponsor__is_active=True,
        )

    def with_delivered(self) -> Self:
        """Annotate `impressions` and `clicks` delivered so far, 0 where nothing was counted."""
        return self.annotate(
            impressions=Coalesce(Sum("creatives__totals__impression_count"), 0),
            clicks=Coalesce(Sum("creatives__totals__click_count"), 0),
        )

    def owed(self) -> Self:
        """Of what `with_delivered` annotated: flights without a quantity, or not yet delivered in full."""
        return self.filter(Q(quantity=None) | Q(quantity__gt=F("impressions")))


class Flight(models.Model):
    """One buy: dates, slots, price and quantity.

    `quantity`: viewable impressions bought; None means no limit. `cpm_cents`: price of 1,000 of them.
    Of the flights that fit a slot those with the highest `priority` are drawn, with odds by `weight`.
    `status`: changed only by sponsors.services.
    """

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="flights", verbose_name=_("campaign")
    )
    name = models.CharField(_("name"), max_length=100)
    slots = models.ManyToManyField(
        SponsorSlot, related_name="flights", verbose_name=_("slots"), blank=True
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    status = models.CharField(
        _("status"), max_length=10, choices=FlightStatus, default=FlightStatus.DRAFT, editable=False
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        default=0,
        help_text=_("Flights of a higher priority are drawn before all others."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, help_text=_("Odds among flights of the same priority.")
    )
    cpm_cents = models.PositiveIntegerField(_("price per 1,000 impressions, in cents"), default=0)
    quantity = models.PositiveIntegerField(
        _("impressions bought"), null=True, blank=True, help_text=_("Leave empty for no limit.")
    )

    objects = FlightQuerySet.as_manager()

    class Meta:
        verbose_name = _("flight")
        verbose_name_plural = _("flights")
        ordering = ("-starts_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="sponsors_flight_ends_later",
                violation_error_message=_("A flight must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="sponsors_flight_weight",
                violation_error_message=_("The weight must be at least 1."),
            ),
        )
        indexes = (
            models.Index(
                fields=("ends_at", "starts_at"),
                name="sponsors_flight_running",
                condition=Q(status="running"),
            ),
        )

    def __str__(self) -> str:
        return self.name
