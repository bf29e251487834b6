"""What was counted, and which batches of it have been applied."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventClass(models.TextChoices):
    """What an event turned out to be; only valid ones reach the totals that people see."""

    VALID = "valid", _("valid")
    DUPLICATE = "duplicate", _("duplicate")
    BOT = "bot", _("bot")
    EXPIRED = "expired", _("expired")
    FORGED = "forged", _("forged")


class EventTotal(models.Model):
    """Events of one kind and class that arrived on one day (UTC). Changed only by counting.totals.

    The sum over all classes is what arrived; the valid ones are what was handed to the kind's owner.
    """

    kind = models.CharField(_("kind"), max_length=30)
    counted_on = models.DateField(_("day"))
    event_class = models.CharField(_("class"), max_length=10, choices=EventClass)
    count = models.PositiveBigIntegerField(_("events"), default=0)

    class Meta:
        verbose_name = _("daily total of events")
        verbose_name_plural = _("daily totals of events")
        ordering = ("-counted_on", "kind", "event_class")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "counted_on", "event_class"), name="counting_total_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.counted_on} {self.event_class}"


class AppliedBatch(models.Model):
    """A batch whose counts are in the totals; inserted in the same transaction as them."""

    id = models.UUIDField(primary_key=True)
    applied_at = models.DateTimeField(_("applied"), db_index=True)

    class Meta:
        verbose_name = _("applied batch")
        verbose_name_plural = _("applied batches")

    def __str__(self) -> str:
        return str(self.id)
