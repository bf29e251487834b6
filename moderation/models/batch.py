"""Many decisions in one act, which are taken back in one act."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Verb


class Scope(models.TextChoices):
    """What the texts of a batch have in common."""

    AUTHOR = "author", _("by one member")
    DOMAIN = "domain", _("pointing to one website")
    RULE = "rule", _("hit by one rule")


class Batch(models.Model):
    """An act on all texts of a scope; its decisions point to it. Changed only by moderation.services.batches.

    `value`: a username, a website in its one spelling, or the key of a rule. `undone_at`: None while it stands.
    """

    scope = models.CharField(_("texts"), max_length=10, choices=Scope)
    value = models.CharField(_("which"), max_length=253)
    verb = models.CharField(_("decision"), max_length=12)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("decisions in one act")
        verbose_name_plural = _("decisions in one act")
        default_permissions = ()
        indexes = (models.Index(F("id").desc(), name="moderation_batch_newest"),)

    @property
    def verb_label(self) -> str:
        return str(Verb(self.verb).label)

    def __str__(self) -> str:
        return f"{self.scope} {self.value}: {self.verb}"
