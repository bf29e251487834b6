"""Words that are not yet saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class Autosave(models.Model):
    """The fields of a writing form as they stood a moment ago, kept until the form is saved.

    `key`: names the form; "post-<pk>" for an existing post, else a random word made when the form was opened.
    `fields`: what was typed, by field name. `counter`: goes up with each save, so that two tabs notice each other.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves", verbose_name=_("member")
    )
    key = models.CharField(max_length=40)
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="autosaves")
    fields = models.JSONField(default=dict)
    counter = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = (models.UniqueConstraint("member", "key", name="feed_autosave_key"),)

    def __str__(self) -> str:
        return self.key
