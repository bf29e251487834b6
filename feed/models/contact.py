"""Ways to reach somebody that members write into their texts: each spelled in one way, with what is known of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feed.models.judgement import TextKind

KEY_LENGTH = 253


class ContactKind(models.TextChoices):
    """How one is reached."""

    DOMAIN = "domain", _("website")
    PHONE = "phone", _("telephone")
    MAIL = "mail", _("e-mail")
    MESSENGER = "messenger", _("messenger")


class ContactStanding(models.TextChoices):
    """What moderators think of it."""

    UNKNOWN = "unknown", _("unknown")
    APPROVED = "approved", _("approved")
    WARNED = "warned", _("warned about")
    BLOCKED = "blocked", _("blocked")


class ContactKeyQuerySet(models.QuerySet["ContactKey"]):
    def domains(self) -> Self:
        return self.filter(kind=ContactKind.DOMAIN)


class ContactKey(models.Model):
    """One website, number, mail address or messenger name in its one spelling (feed.spam.contacts).

    `good_count`, `spam_count`: texts with it that moderators found in order, or took away as spam.
    `source`: the list that it was imported from; "" for what members wrote or a moderator typed.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind)
    value = models.CharField(_("key"), max_length=KEY_LENGTH)
    standing = models.CharField(
        _("standing"), max_length=10, choices=ContactStanding, default=ContactStanding.UNKNOWN
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(_("list"), max_length=60, blank=True)
    good_count = models.PositiveIntegerField(_("in order"), default=0)
    spam_count = models.PositiveIntegerField(_("spam"), default=0)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)

    objects = ContactKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = (models.UniqueConstraint("kind", "value", name="feed_contact_key_once"),)
        indexes = (
            models.Index(F("standing"), F("id").desc(), name="feed_contact_standing"),
            models.Index(F("first_seen_at").desc(), F("id").desc(), name="feed_contact_newest"),
        )

    def __str__(self) -> str:
        return self.value


class ContactUse(models.Model):
    """A text of a member that names a contact; kept when the text changes, so that history tells."""

    contact = models.ForeignKey(ContactKey, models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=10, choices=TextKind)
    subject_pk = models.BigIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_uses"
    )
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint("contact", "kind", "subject_pk", name="feed_contact_use_once"),
        )
        indexes = (models.Index(F("kind"), F("subject_pk"), name="feed_contact_use_text"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_pk}: {self.contact_id}"
