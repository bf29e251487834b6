"""What a sponsor should hear of."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sponsors.models.creative import Creative
from sponsors.models.flight import Flight
from sponsors.models.sponsor import Sponsor


class AlertKind(models.TextChoices):
    """What happened."""

    FINISHED = "finished", _("The flight is finished")
    BEHIND = "behind", _("The flight delivers less than planned")
    LANDING = "landing", _("The landing page does not answer")
    APPROVED = "approved", _("The creative is approved")
    REFUSED = "refused", _("The creative is refused")


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def of_sponsor(self, sponsor: Sponsor) -> Self:
        return self.filter(flight__campaign__sponsor=sponsor)


class Alert(models.Model):
    """One thing that happened to a flight or to one of its creatives; open until it is resolved.

    `notified_at`: when the members with a seat were told; None means that it is still to be done.
    """

    kind = models.CharField(_("what"), max_length=10, choices=AlertKind)
    flight = models.ForeignKey(
        Flight, models.CASCADE, related_name="alerts", verbose_name=_("flight")
    )
    creative = models.ForeignKey(
        Creative,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="alerts",
        verbose_name=_("creative"),
    )
    raised_at = models.DateTimeField(_("since"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    notified_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ("-raised_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "flight", "creative"),
                name="sponsors_alert_open_once",
                condition=Q(resolved_at=None),
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.flight_id}"
