"""Addresses that are told of events, and what was sent to each."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

URL_LENGTH = 1_000


class EventKind(models.TextChoices):
    """What a program can be told of; the value is the `type` of the message."""

    POST_PUBLISHED = "post.published", _("A post is published")
    POST_EDITED = "post.edited", _("A published post is changed")
    POST_REMOVED = "post.removed", _("A post is no longer public")
    COMMENT_PUBLISHED = "comment.published", _("A comment is published")
    REPORT_MADE = "report.made", _("Something is reported")
    DECISION_MADE = "decision.made", _("Moderators decide")
    FLIGHT_FINISHED = "flight.finished", _("A sponsor’s flight is finished")
    PING = "ping", _("A try")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """The vocabulary for webhooks."""

    def listening(self) -> Self:
        """Switched on, of members who may still hear."""
        return self.filter(Q(is_site_wide=False) | Q(member__is_staff=True)).filter(
            disabled_at=None, member__is_active=True
        )


class Webhook(models.Model):
    """An address of a member's to which events are posted; `is_site_wide`: of the whole site, else what is the member's own.

    `secret`: signs each message (Standard Webhooks: "whsec_" and base64). `failing_since`: the first failure since the last
    success. `disabled_at`: switched off after failing for too long; `told_at`: when the member was told so.
    Changed only by accounts.services.webhooks and accounts.delivery.webhooks.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks")
    url = models.CharField(_("address"), max_length=URL_LENGTH)
    kinds = ArrayField(models.CharField(max_length=20, choices=EventKind), verbose_name=_("events"))
    is_site_wide = models.BooleanField(_("of the whole site"), default=False)
    secret = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    disabled_at = models.DateTimeField(_("switched off"), null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = (
            models.CheckConstraint(condition=~Q(kinds=[]), name="accounts_webhook_hears_something"),
        )
        indexes = (
            models.Index(F("member"), F("id").desc(), name="accounts_webhook_newest"),
            models.Index(
                fields=("id",),
                name="accounts_webhook_site_wide",
                condition=Q(is_site_wide=True, disabled_at=None),
            ),
            models.Index(
                fields=("id",),
                name="accounts_webhook_untold",
                condition=Q(disabled_at__isnull=False, told_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.url

    @property
    def kind_labels(self) -> list[str]:
        return [str(EventKind(each).label) for each in self.kinds if each in EventKind]


class WebhookDelivery(models.Model):
    """One message to one address, written with the event; the row says what remains to be done.

    `message_id`: the same in every attempt, so that a receiver knows what it has already. `body`: the exact JSON. `due_at`: of
    the next attempt, None when there is none. `status`: what was answered last; `problem`: why nothing was.
    """

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(_("event"), max_length=20, choices=EventKind)
    body = models.TextField(_("message"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    due_at = models.DateTimeField(_("next attempt"), null=True)
    attempt_count = models.PositiveSmallIntegerField(_("attempts"), default=0)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = (
            models.Index(
                F("webhook"),
                F("created_at").desc(),
                F("id").desc(),
                name="accounts_delivery_newest",
            ),
            models.Index(
                fields=("due_at",), name="accounts_delivery_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=("created_at",), name="accounts_delivery_age"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
