"""What was delivered, by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.creative import Creative
from sponsors.models.slot import SponsorSlot


class CreativeTotal(models.Model):
    """Valid viewable impressions and clicks of one creative in one slot on one day (UTC).

    Changed only by sponsors.totals: impressions by counting's drain, clicks by the click itself.
    """

    creative = models.ForeignKey(
        Creative, models.PROTECT, related_name="totals", verbose_name=_("creative")
    )
    slot = models.ForeignKey(
        SponsorSlot, models.PROTECT, related_name="totals", verbose_name=_("slot")
    )
    counted_on = models.DateField(_("day"))
    impression_count = models.PositiveBigIntegerField(_("impressions"), default=0)
    click_count = models.PositiveBigIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("daily total")
        verbose_name_plural = _("daily totals")
        ordering = ("-counted_on", "creative", "slot")
        constraints = (
            models.UniqueConstraint(
                fields=("creative", "slot", "counted_on"), name="sponsors_total_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.creative_id}/{self.slot_id}/{self.counted_on}"
