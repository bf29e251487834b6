"""What was answered to a request that carried a key of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """The answer to a creating request, kept for a day, so that a request that is sent again makes nothing twice.

    The row is written in the transaction of the deed itself: both are there, or neither. `key`: the client's
    Idempotency-Key; `fingerprint`: SHA-256 of method, path and body; `body`: as JSON; `location`: header, or "";
    `version`: of what was made (accounts.api.versions), so that the one who made it can edit it, or "".
    Deleted by accounts.services.kept_answers once `created_at` is a day past.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_answers"
    )
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    location = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=40, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = (models.UniqueConstraint("member", "key", name="accounts_kept_answer_once"),)
        indexes = (models.Index("created_at", name="accounts_kept_answer_age"),)

    def __str__(self) -> str:
        return self.key
