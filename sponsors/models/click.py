"""Clicks that count: the ledger of clicks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.creative import Creative
from sponsors.models.slot import SponsorSlot


class Click(models.Model):
    """One valid follow-through of an impression.

    `key`: the event id of the rendering; unique, so that a repeated click finds its place taken. Clicks of
    before it was so have a keyed hash there. `is_billed`: False for what goes beyond the booking. Inserted only by
    sponsors.totals.
    """

    key = models.CharField(max_length=43, unique=True)
    creative = models.ForeignKey(
        Creative, models.PROTECT, related_name="+", verbose_name=_("creative")
    )
    slot = models.ForeignKey(SponsorSlot, models.PROTECT, related_name="+", verbose_name=_("slot"))
    category_pk = models.PositiveIntegerField(_("category"), default=0)
    is_billed = models.BooleanField(_("billed"), default=True)
    clicked_at = models.DateTimeField(_("clicked"))

    class Meta:
        verbose_name = _("click")
        verbose_name_plural = _("clicks")

    def __str__(self) -> str:
        return f"{self.creative_id}/{self.slot_id}/{self.clicked_at:%Y-%m-%d}"
