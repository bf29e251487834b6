"""What a post said before."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feed.models.post import BODY_LENGTH, TITLE_LENGTH, Post


class RevisionQuerySet(models.QuerySet["Revision"]):
    def corrections(self) -> Self:
        """Revisions that readers were told about."""
        return self.exclude(correction="")

    def latest_first(self) -> Self:
        return self.order_by("-number")


class Revision(models.Model):
    """A published state of a post; readers may see it and what changed.

    `number`: from 1, without gaps, per post. `correction`: what the author tells readers about a material change;
    "" where there is nothing to tell. A purged revision keeps its number and date and loses its words.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions", verbose_name=_("post"))
    number = models.PositiveIntegerField(_("number"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("editor"),
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    body = models.TextField(_("text"), max_length=BODY_LENGTH, blank=True)
    correction = models.CharField(_("correction"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"))
    purged_at = models.DateTimeField(_("purged"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (
            models.UniqueConstraint("post", F("number").desc(), name="feed_revision_number"),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(title="", body=""),
                name="feed_revision_purged_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id}: {self.number}"

    @property
    def is_purged(self) -> bool:
        return self.purged_at is not None
