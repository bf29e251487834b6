"""Who is looking at what waits."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    """What can wait in the queue."""

    POST = "post", _("post")
    COMMENT = "comment", _("comment")
    MEMBER = "member", _("member")
    EDIT = "edit", _("waiting change")
    CAMPAIGN = "campaign", _("campaign")
    APPEAL = "appeal", _("appeal")
    APPLICANT = "applicant", _("application")
    CREATIVE = "creative", _("creative")


class Claim(models.Model):
    """One moderator looks at one case until `until`; changed only by moderation.services.claiming."""

    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind)
    subject_pk = models.BigIntegerField(_("number"))
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("moderator")
    )
    until = models.DateTimeField(_("until"))

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint("kind", "subject_pk", name="moderation_claim_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_pk}"
