"""What members complain about."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import SubjectKind
from moderation.models.reason import DecisionReason

WORDS_LENGTH = 500


class ReportReason(models.Model):
    """A reason that members may choose; the standard ones are English and translated where they are shown.

    `severity`: how much harm it does while nobody looks, 1 for a nuisance, 10 for danger; orders the queue.
    `decides_as`: the reason of the decision that follows, if moderators agree.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    label = models.CharField(_("words"), max_length=100)
    severity = models.FloatField(_("severity"), default=1)
    # The foreign key in the database is made by hand (migration 0011).
    decides_as = models.ForeignKey(
        DecisionReason,
        models.PROTECT,
        db_column="decides_as",
        db_index=False,
        related_name="+",
        limit_choices_to={"is_offered": True},
        verbose_name=_("reason of the decision"),
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason to report")
        verbose_name_plural = _("reasons to report")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(severity__gte=0.1, severity__lte=10),
                name="moderation_report_severity",
                violation_error_message=_("Severity lies between 0.1 and 10."),
            ),
        )

    def __str__(self) -> str:
        return gettext(self.label)


class ReportState(models.TextChoices):
    """What moderators made of it."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("agreed with")
    DISMISSED = "dismissed", _("dismissed")


class ReportQuerySet(models.QuerySet["Report"]):
    def about(self, kind: SubjectKind, pk: int) -> Self:
        return self.filter(subject_kind=kind, subject_pk=pk)

    def unanswered(self) -> Self:
        return self.filter(state=ReportState.OPEN)


class Report(models.Model):
    """One member's complaint about one subject; a second one changes nothing.

    `weight`: what it counted when it was made (moderation.services.reporting), 0 for one of a quarrel.
    """

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports", verbose_name=_("by")
    )
    subject_kind = models.CharField(_("kind"), max_length=10, choices=SubjectKind)
    subject_pk = models.BigIntegerField(_("number"))
    reason = models.ForeignKey(ReportReason, models.PROTECT, verbose_name=_("reason"))
    words = models.CharField(_("explanation"), max_length=WORDS_LENGTH, blank=True)
    weight = models.FloatField(_("weight"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.OPEN
    )
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                "reporter", "subject_kind", "subject_pk", name="moderation_report_once"
            ),
            models.CheckConstraint(condition=Q(weight__gte=0), name="moderation_report_weight"),
        )
        indexes = (
            models.Index(
                "subject_kind", "subject_pk", name="moderation_report_open",
                condition=Q(state="open"),
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="moderation_report_newest"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_subject_kind_display()} {self.subject_pk}: {self.reason}"
