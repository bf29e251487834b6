"""Clicks that count."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sponsors.models.creative import Creative
from sponsors.models.slot import SponsorSlot


class Click(models.Model):
    """One valid follow-through of an impression.

    `key`: keyed hash of the rendering's event id and of the visitor, under a salt that is destroyed after two
    days; unique, so that a repeated click finds its place taken. Inserted only by sponsors.totals.
    """

    key = models.CharField(max_length=43, unique=True)
    creative = models.ForeignKey(
        Creative, models.PROTECT, related_name="+", verbose_name=_("creative")
    )
    slot = models.ForeignKey(SponsorSlot, models.PROTECT, related_name="+", verbose_name=_("slot"))
    clicked_at = models.DateTimeField(_("clicked"))

    class Meta:
        verbose_name = _("click")
        verbose_name_plural = _("clicks")

    def __str__(self) -> str:
        return f"{self.creative_id}/{self.slot_id}/{self.clicked_at:%Y-%m-%d}"
