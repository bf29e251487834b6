"""What was delivered, by day, and what was not billed, by reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.creative import Creative
from sponsors.models.slot import SponsorSlot


class CreativeTotal(models.Model):
    """Valid impressions, viewable impressions and clicks of one creative in one slot beside one category on one day (UTC).

    `category_pk`: key of the feed's category, 0 where there was none; a plain number, so that a category may be deleted.
    Changed only by sponsors.totals, in the transaction that records the events.
    """

    creative = models.ForeignKey(
        Creative, models.PROTECT, related_name="totals", verbose_name=_("creative")
    )
    slot = models.ForeignKey(
        SponsorSlot, models.PROTECT, related_name="totals", verbose_name=_("slot")
    )
    category_pk = models.PositiveIntegerField(_("category"), default=0)
    counted_on = models.DateField(_("day"))
    impression_count = models.PositiveBigIntegerField(_("impressions"), default=0)
    viewable_count = models.PositiveBigIntegerField(_("viewable impressions"), default=0)
    click_count = models.PositiveBigIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("daily total")
        verbose_name_plural = _("daily totals")
        ordering = ("-counted_on", "creative", "slot")
        constraints = (
            models.UniqueConstraint(
                fields=("creative", "slot", "category_pk", "counted_on"),
                name="sponsors_total_once_a_place",
            ),
        )
        indexes = (models.Index(fields=("counted_on", "slot"), name="sponsors_total_day"),)

    def __str__(self) -> str:
        return f"{self.creative_id}/{self.slot_id}/{self.counted_on}"


class Invalid(models.TextChoices):
    """Why an impression or a click is not billed."""

    REPLAYED = "replayed", _("seen before")
    BOT = "bot", _("bot")
    EXPIRED = "expired", _("too late")
    FLOODED = "flooded", _("too many at once")
    STAFF = "staff", _("by the staff or the sponsor")
    BEYOND = "beyond", _("beyond what was booked")
    UNSEEN = "unseen", _("click without an impression")


class EventKind(models.TextChoices):
    """What was not billed."""

    VIEWABLE = "viewable", _("viewable impression")
    CLICK = "click", _("click")


class InvalidTotal(models.Model):
    """Events of one creative that were not billed, by reason and day (UTC). Changed only by sponsors.totals."""

    creative = models.ForeignKey(
        Creative, models.PROTECT, related_name="invalid_totals", verbose_name=_("creative")
    )
    counted_on = models.DateField(_("day"))
    kind = models.CharField(_("event"), max_length=10, choices=EventKind)
    reason = models.CharField(_("reason"), max_length=10, choices=Invalid)
    count = models.PositiveBigIntegerField(_("events"), default=0)

    class Meta:
        verbose_name = _("daily total of invalid events")
        verbose_name_plural = _("daily totals of invalid events")
        ordering = ("-counted_on", "creative", "kind", "reason")
        constraints = (
            models.UniqueConstraint(
                fields=("creative", "counted_on", "kind", "reason"),
                name="sponsors_invalid_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.creative_id}/{self.counted_on}/{self.kind}/{self.reason}"


class SlotTotal(models.Model):
    """How often a slot was asked for, and how often a sponsor's creative was found for it, on one day (UTC).

    Changed only by sponsors.totals. The fill rate and the forecast of what a slot holds come from here.
    """

    slot = models.ForeignKey(
        SponsorSlot, models.PROTECT, related_name="slot_totals", verbose_name=_("slot")
    )
    counted_on = models.DateField(_("day"))
    decision_count = models.PositiveBigIntegerField(_("asked for"), default=0)
    filled_count = models.PositiveBigIntegerField(_("filled"), default=0)

    class Meta:
        verbose_name = _("slot’s daily total")
        verbose_name_plural = _("slots’ daily totals")
        ordering = ("-counted_on", "slot")
        constraints = (
            models.UniqueConstraint(fields=("slot", "counted_on"), name="sponsors_slot_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.slot_id}/{self.counted_on}"


class Reach(models.Model):
    """How many different visitors a flight reached on one day (UTC). Changed only by sponsors.services.reach."""

    flight = models.ForeignKey(
        "sponsors.Flight", models.CASCADE, related_name="reach", verbose_name=_("flight")
    )
    counted_on = models.DateField(_("day"))
    visitor_count = models.PositiveIntegerField(_("visitors"), default=0)

    class Meta:
        verbose_name = _("daily reach")
        verbose_name_plural = _("daily reach")
        constraints = (
            models.UniqueConstraint(
                fields=("flight", "counted_on"), name="sponsors_reach_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.flight_id}/{self.counted_on}"
