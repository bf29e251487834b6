"""What was counted, event by event or day by day, and which batches of it have been applied."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventClass(models.TextChoices):
    """What an event turned out to be; only valid ones reach the totals that people see."""

    VALID = "valid", _("valid")
    DUPLICATE = "duplicate", _("duplicate")
    BOT = "bot", _("bot")
    EXPIRED = "expired", _("expired")
    FORGED = "forged", _("forged")
    FLOODED = "flooded", _("flooded")
    OWN = "own", _("own or staff")


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


class BatchSequence(models.Model):
    """The last batch that was applied of a kind, as one events server numbers them.

    `epoch`: made by an events server when it was empty, so that a new server is told from one that went back in
    time. `stopped_at`: since when batches that were numbered twice wait for a person; None if all is well.
    """

    kind = models.CharField(_("kind"), max_length=30)
    epoch = models.CharField(_("events server"), max_length=36)
    number = models.PositiveBigIntegerField(_("last batch"), default=0)
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    class Meta:
        verbose_name = _("sequence of batches")
        verbose_name_plural = _("sequences of batches")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "epoch"), name="counting_one_sequence_for_each_server"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class SubjectDay(models.Model):
    """Valid events of a batch kind on one subject on one day (UTC). Changed only by counting.subject_days.

    The days of a subject sum up to its total. `reader_count`: distinct visitors, for kinds that ask for them;
    estimated by a HyperLogLog (standard error 0.81 %), exact for the first few hundred in practice.
    """

    kind = models.CharField(_("kind"), max_length=30)
    subject = models.BigIntegerField(_("subject"))
    counted_on = models.DateField(_("day"))
    count = models.PositiveBigIntegerField(_("events"), default=0)
    reader_count = models.PositiveIntegerField(_("readers"), default=0)

    class Meta:
        verbose_name = _("subject’s day")
        verbose_name_plural = _("subjects’ days")
        ordering = ("-counted_on",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject", "counted_on"), name="counting_subject_once_a_day"
            ),
        )
        indexes = (models.Index(fields=("kind", "counted_on"), name="counting_subject_days"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.counted_on}"


class LedgerEvent(models.Model):
    """One valid event of a ledger kind, for ever once. Written only by counting.ledger.

    Partitioned by the month of `issued_on`, the day (UTC) on which its token was signed: that day is part of the
    token, so that a replay finds the same partition. `entry`: which entry of the stream brought it, so that one
    entry read twice is told from two entries. Partitions are counting.partitions' matter.
    """

    pk = models.CompositePrimaryKey("issued_on", "kind", "event_id")
    issued_on = models.DateField(_("signed on"))
    kind = models.CharField(_("kind"), max_length=30)
    event_id = models.CharField(_("event"), max_length=40)
    subject = models.BigIntegerField(_("subject"))
    detail = models.CharField(_("detail"), max_length=60, blank=True)
    arrived_at = models.DateTimeField(_("arrived"))
    entry = models.CharField(_("entry of the stream"), max_length=45)

    class Meta:
        verbose_name = _("event in the ledger")
        verbose_name_plural = _("events in the ledger")

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class LedgerDay(models.Model):
    """What a dropped partition of the ledger held, by the day of arrival (UTC), subject and detail."""

    kind = models.CharField(_("kind"), max_length=30)
    counted_on = models.DateField(_("day"))
    subject = models.BigIntegerField(_("subject"))
    detail = models.CharField(_("detail"), max_length=60, blank=True)
    count = models.PositiveBigIntegerField(_("events"), default=0)

    class Meta:
        verbose_name = _("day of the old ledger")
        verbose_name_plural = _("days of the old ledger")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "counted_on", "subject", "detail"), name="counting_old_ledger_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.counted_on}"
