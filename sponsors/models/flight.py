"""What a sponsor buys."""

from datetime import datetime
from typing import Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sponsors.models.slot import SponsorSlot
from sponsors.models.sponsor import Campaign
from sponsors.models.targeting import Targeting

# More than any site delivers; a number beyond is a slip of the hand.
MAX_QUANTITY: Final = 1_000_000_000
MAX_PRICE_CENTS: Final = 100_000_000


class FlightStatus(models.TextChoices):
    """What the sponsor manager decided; whether it is shown depends on the dates as well."""

    DRAFT = "draft", _("draft")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class PriceModel(models.TextChoices):
    """What `price_cents` is the price of, and what `quantity` counts."""

    CPM = "cpm", _("per 1,000 viewable impressions")
    CPC = "cpc", _("per click")
    FLAT = "flat", _("for the whole flight")


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
        """Annotate `impressions`, `viewables` and `clicks` delivered so far, 0 where nothing was counted."""
        return self.annotate(
            impressions=Coalesce(Sum("creatives__totals__impression_count"), 0),
            viewables=Coalesce(Sum("creatives__totals__viewable_count"), 0),
            clicks=Coalesce(Sum("creatives__totals__click_count"), 0),
        )


class Flight(Targeting):
    """One buy: dates, slots, price, quantity, caps and targeting.

    `quantity`: viewable impressions bought, clicks for CPC; None means no limit. `daily_cap`: of the same, each day (UTC).
    `price_cents`: in the currency's smallest unit; of what, says `price_model`.
    `frequency_cap`: most times that one visitor is shown the flight on one day (UTC).
    Of the flights that fit a slot those with the highest `priority` are drawn, with odds by `weight` and by what they owe.
    `status`: changed only by sponsors.services. `version`: goes up with each change of a manager, so that a stale form is
    noticed.
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
    price_model = models.CharField(
        _("price is"), max_length=4, choices=PriceModel, default=PriceModel.CPM
    )
    price_cents = models.PositiveIntegerField(
        _("price, in cents"),
        db_column="cpm_cents",
        default=0,
        validators=[MaxValueValidator(MAX_PRICE_CENTS)],
    )
    quantity = models.PositiveIntegerField(
        _("quantity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)],
        help_text=_(
            "Viewable impressions; clicks, if the price is per click. Leave empty for no limit."
        ),
    )
    daily_cap = models.PositiveIntegerField(
        _("most in a day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of the same; leave empty for no limit."),
    )
    frequency_cap = models.PositiveSmallIntegerField(
        _("most for one reader in a day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Counted without a cookie; leave empty for no limit."),
    )
    is_paced = models.BooleanField(
        _("evenly"),
        default=True,
        help_text=_("Deliver hour by hour over the whole flight; otherwise as fast as possible."),
    )
    is_optimised = models.BooleanField(
        _("prefer what is clicked"),
        default=True,
        help_text=_("Show the creatives more often that readers follow; otherwise all alike."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

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

    @property
    def is_by_click(self) -> bool:
        return self.price_model == PriceModel.CPC

    @property
    def is_by_impression(self) -> bool:
        """Whether each viewable impression is paid for; those of the house are not."""
        return self.price_model == PriceModel.CPM and self.price_cents > 0
