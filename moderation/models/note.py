"""What moderators remember about a member; the member does not see it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

MEMBER_NOTE_LENGTH: Final = 2_000


class MemberNote(models.Model):
    """A moderator's remark for the other moderators."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("member")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    words = models.TextField(_("note"), max_length=MEMBER_NOTE_LENGTH)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("note about a member")
        verbose_name_plural = _("notes about members")
        default_permissions = ("view",)
        indexes = (models.Index(F("member"), F("id").desc(), name="moderation_note_newest"),)

    def __str__(self) -> str:
        return self.words[:60]
