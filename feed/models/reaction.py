"""What readers feel and keep."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feed.models.post import Post


class ReactionKind(models.TextChoices):
    """Ways to approve; all weigh the same."""

    LIKE = "like", _("I like this")
    THANKS = "thanks", _("Thank you")
    INSIGHT = "insight", _("I learned something")
    MOVED = "moved", _("This moves me")
    FUNNY = "funny", _("This makes me laugh")


class Reaction(models.Model):
    """One member's approval of one post; a member has one, and may change its kind.

    `announce_due`: the author of the post must still be told; set by services, cleared by feed.announcing.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(_("kind"), max_length=10, choices=ReactionKind)
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    announce_due = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = (models.UniqueConstraint("post", "member", name="feed_reaction_once"),)
        indexes = (
            models.Index(F("member"), F("id").desc(), name="feed_reaction_member"),
            models.Index(
                F("member"), F("created_at").desc(), F("id").desc(), name="feed_reaction_given"
            ),
            models.Index(F("id"), name="feed_reaction_announce", condition=Q(announce_due=True)),
        )

    def __str__(self) -> str:
        return self.kind


class ReactionTotal(models.Model):
    """How many reactions of one kind a post has; changed only by feed.services.reacting."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reaction_totals")
    kind = models.CharField(max_length=10, choices=ReactionKind)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint("post", "kind", name="feed_reaction_total"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"


class BookmarkList(models.Model):
    """A named shelf of posts, for its owner's eyes."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmark_lists"
    )
    name = models.CharField(_("name"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bookmark list")
        verbose_name_plural = _("bookmark lists")
        constraints = (models.UniqueConstraint("member", "name", name="feed_bookmark_list_name"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feed:bookmark-list", args=[self.pk])


class Bookmark(models.Model):
    """A post on a shelf, with a note."""

    list = models.ForeignKey(BookmarkList, models.CASCADE, related_name="bookmarks")
    post = models.ForeignKey(Post, models.CASCADE, related_name="bookmarks")
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("kept"), auto_now_add=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = (models.UniqueConstraint("list", "post", name="feed_bookmark_once"),)
        indexes = (
            models.Index(
                F("list"), F("created_at").desc(), F("id").desc(), name="feed_bookmark_latest"
            ),
        )

    def __str__(self) -> str:
        return str(self.post_id)
