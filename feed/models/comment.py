"""What readers answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Block
from feed.models.mute import Mute
from feed.models.post import Post

if TYPE_CHECKING:
    from accounts.models import User

COMMENT_LENGTH = 10_000
# What `feed.ranking.confidence` says of a comment that nobody has judged.
UNJUDGED = 0.378447503

# For so long a comment can be changed: later, others have read it as it is.
EDIT_WINDOW: Final = timedelta(hours=24)


class CommentStatus(models.TextChoices):
    """Whether a comment is read; a deleted one keeps its place as long as it has replies."""

    PUBLISHED = "published", _("published")
    HELD = "held", _("held for moderators")
    HIDDEN = "hidden", _("hidden by moderators")
    DELETED = "deleted", _("deleted by its author")


GONE_WORDS: Final[dict[CommentStatus, Promise]] = {
    CommentStatus.PUBLISHED: _("This comment is gone."),
    CommentStatus.HELD: _("This comment waits for a moderator."),
    CommentStatus.HIDDEN: _("Moderators have hidden this comment."),
    CommentStatus.DELETED: _("The author has deleted this comment."),
}


class CommentQuerySet(models.QuerySet["Comment"]):
    def live(self) -> Self:
        return self.filter(status=CommentStatus.PUBLISHED)

    def beyond_probation(self) -> Self:
        """By authors whom moderators, or time and readers, have given some trust."""
        return self.filter(Q(author__trust_level__gt=0) | Q(author__is_staff=True))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Live comments under live posts, one's own, and everything for moderators."""
        if user.is_authenticated and user.is_moderator:
            return self
        live = Q(status=CommentStatus.PUBLISHED, post__status="published")
        return self.filter(live | Q(author=user)) if user.is_authenticated else self.filter(live)

    def wanted_by(self, reader: User | AnonymousUser) -> Self:
        """Without those whom this reader muted or blocks."""
        if not reader.is_authenticated:
            return self
        return self.filter(
            ~Exists(Block.objects.filter(blocker=reader, blocked=OuterRef("author"))),
            ~Exists(Mute.objects.filter(member=reader, author=OuterRef("author"))),
        )

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def best_first(self) -> Self:
        return self.order_by("-score", "pk")


class Comment(models.Model):
    """A reader's answer to a post or to another comment of the same post.

    `helpful_count`, `unhelpful_count`, `score`: changed only by feed.services.voting.
    `form_key`: names the form that made the comment, so that a form sent twice makes one; None elsewhere.
    `announce_due`: the members concerned must still be told; set by services, cleared by feed.services.announcing.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", verbose_name=_("post"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="comments",
        verbose_name=_("author"),
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("reply to"),
    )
    body = models.TextField(_("comment"), max_length=COMMENT_LENGTH)
    body_html = models.TextField(editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=CommentStatus,
        default=CommentStatus.PUBLISHED,
        editable=False,
    )
    held_reasons = models.JSONField(_("reasons"), default=list, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    helpful_count = models.PositiveIntegerField(
        _("found helpful"), default=0, db_default=0, editable=False
    )
    unhelpful_count = models.PositiveIntegerField(
        _("found unhelpful"), default=0, db_default=0, editable=False
    )
    score = models.FloatField(default=UNJUDGED, db_default=UNJUDGED, editable=False)
    form_key = models.CharField(max_length=40, null=True, editable=False)  # noqa: DJ001  (NULLs are not compared)
    announce_due = models.BooleanField(default=False, db_default=False, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = (
            models.UniqueConstraint("author", "form_key", name="feed_comment_form_once"),
        )
        indexes = (
            models.Index(F("post"), F("created_at"), F("id"), name="feed_comment_thread"),
            models.Index(F("post"), F("score").desc(), F("id"), name="feed_comment_best"),
            models.Index(F("id"), name="feed_comment_announce", condition=Q(announce_due=True)),
            models.Index(F("author"), F("id").desc(), name="feed_comment_author"),
            models.Index(
                F("author"),
                F("created_at").desc(),
                F("id").desc(),
                name="feed_comment_written",
                condition=Q(status="published"),
            ),
            models.Index(F("id"), name="feed_comment_held", condition=Q(status="held")),
        )

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("feed:comment", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.status == CommentStatus.PUBLISHED

    @property
    def is_held(self) -> bool:
        return self.status == CommentStatus.HELD

    @property
    def is_deleted(self) -> bool:
        return self.status == CommentStatus.DELETED

    def may_be_edited(self, now: datetime) -> bool:
        """Whether it stands, and EDIT_WINDOW has not passed."""
        return (self.is_live or self.is_held) and now - self.created_at <= EDIT_WINDOW
