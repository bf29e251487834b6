"""A member takes his data along, or goes."""

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.files import FileField

EXPORTS: Final = "exports"


def private_storage() -> Storage:
    """Where files lie that no web server may hand out."""
    return storages["private"]


def export_name(_export: models.Model, _name: str) -> str:
    return f"{EXPORTS}/{uuid4().hex}.zip"


class Manner(models.TextChoices):
    """What becomes of what a member wrote."""

    DELETE = "delete", _("Delete everything I wrote")
    ANONYMISE = "anonymise", _("Leave what I wrote, without my name")


class DataExport(models.Model):
    """An archive of all that the site holds of a member: asked for, then made by a sweeper, then forgotten.

    `made_at`: None as long as it is to be made. `claimed_until`: somebody is at work until then, and it is due again
    after it. `expires_at`: the file and the row are removed then.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    requested_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    file = FileField(upload_to=export_name, storage=private_storage, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        constraints = (models.UniqueConstraint(fields=["member"], name="accounts_export_one"),)
        indexes = (models.Index("expires_at", name="accounts_export_expires"),)

    def __str__(self) -> str:
        return str(self.member_id)


class Leaving(models.Model):
    """A member wants to go. Until `due_at` he may think better of it; then a sweeper erases the account."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leaving")
    manner = models.CharField(_("manner"), max_length=10, choices=Manner)
    requested_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        indexes = (models.Index("due_at", name="accounts_leaving_due"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.manner}"
