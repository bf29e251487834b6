"""The recommendations under a post."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class ReadMoreList(models.Model):
    """What the engine recommends under one post; a page reads this one row.

    `items`: best first, each {"post": pk, "score": 0…1, "reason": words of the engine}; may be empty.
    `engine`: name and version of what built it. Changed only by feed.read_more.refresh.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="read_more", primary_key=True)
    items = models.JSONField(_("items"), default=list)
    engine = models.CharField(_("engine"), max_length=40)
    built_at = models.DateTimeField(_("built"), db_index=True)

    class Meta:
        verbose_name = _("Read More list")
        verbose_name_plural = _("Read More lists")

    def __str__(self) -> str:
        return f"{self.post_id}: {len(self.items)}"
