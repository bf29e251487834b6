"""Changes that wait for a moderator while what they would change stays as it is."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class PendingState(models.TextChoices):
    """What became of the change."""

    WAITING = "waiting", _("waits for a moderator")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    REPLACED = "replaced", _("replaced by a later one")


class PendingEditQuerySet(models.QuerySet["PendingEdit"]):
    def waiting(self) -> Self:
        return self.filter(state=PendingState.WAITING)


class PendingEdit(models.Model):
    """A change to a post, or to the profile of its editor where `post` is None.

    `changes`: what the form said, by field; keys of rows for categories and pictures.
    `base_version`: the post's version that the editor saw.
    `evidence`: why it waits, as in Judgement. At most one waits for each post and for each profile.
    """

    post = models.ForeignKey(
        Post, models.CASCADE, null=True, related_name="pending_edits", verbose_name=_("post")
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="pending_edits",
        verbose_name=_("editor"),
    )
    changes = models.JSONField(_("changes"))
    correction = models.CharField(_("correction"), max_length=300, blank=True)
    base_version = models.PositiveIntegerField(default=1)
    evidence = models.JSONField(_("evidence"), default=list)
    state = models.CharField(
        _("state"), max_length=10, choices=PendingState, default=PendingState.WAITING
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = PendingEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting change")
        verbose_name_plural = _("waiting changes")
        default_permissions = ("view", "change")
        constraints = (
            models.UniqueConstraint(
                "post", name="feed_pending_edit_once", condition=Q(state="waiting")
            ),
            models.UniqueConstraint(
                "editor",
                name="feed_pending_profile_once",
                condition=Q(state="waiting", post__isnull=True),
            ),
        )
        indexes = (
            models.Index(F("id"), name="feed_pending_waiting", condition=Q(state="waiting")),
        )

    def __str__(self) -> str:
        return f"{self.post_id or self.editor_id}: {self.state}"
