"""Questions to readers."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class Poll(models.Model):
    """One question under a post, answered once by each member until it closes (never, if `closes_at` is None)."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="poll")
    question = models.CharField(_("question"), max_length=200)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return self.question

    def has_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= now


class PollChoice(models.Model):
    """One answer; `vote_count` is changed only by feed.services.polling."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices")
    text = models.CharField(_("answer"), max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = (F("position"), F("id"))
        constraints = (models.UniqueConstraint("poll", "text", name="feed_poll_choice_text"),)

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    """What one member answered; nobody but the member is told."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    choice = models.ForeignKey(PollChoice, models.CASCADE, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = (models.UniqueConstraint("poll", "member", name="feed_poll_vote_once"),)

    def __str__(self) -> str:
        return str(self.choice_id)
