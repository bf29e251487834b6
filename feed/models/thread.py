"""What members do with a conversation: judge its comments, name each other, follow it, come back to it."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from feed.models.comment import Comment
from feed.models.post import Post


class CommentVote(models.Model):
    """One member's judgement of one comment; a member has one, and may change it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="comment_votes"
    )
    is_helpful = models.BooleanField(_("helpful"))
    created_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta:
        verbose_name = _("vote on a comment")
        verbose_name_plural = _("votes on comments")
        constraints = (models.UniqueConstraint("comment", "member", name="feed_comment_vote_once"),)
        indexes = (models.Index(F("member"), F("id").desc(), name="feed_comment_vote_member"),)

    def __str__(self) -> str:
        return "+" if self.is_helpful else "-"


class Mention(models.Model):
    """A member whom a comment names; resolved when the comment is saved."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = (models.UniqueConstraint("comment", "member", name="feed_mention_once"),)

    def __str__(self) -> str:
        return f"@{self.member_id}"


class FollowLevel(models.TextChoices):
    """What a member is told of a conversation; REPLIES holds where nothing was chosen."""

    ALL = "all", _("All comments")
    REPLIES = "replies", _("Replies and mentions")
    NOTHING = "nothing", _("Nothing")


class ThreadFollow(models.Model):
    """How closely a member follows the conversation under a post, where a choice was made."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="thread_follows")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="thread_follows"
    )
    level = models.CharField(_("told of"), max_length=10, choices=FollowLevel)

    class Meta:
        verbose_name = _("followed conversation")
        verbose_name_plural = _("followed conversations")
        constraints = (models.UniqueConstraint("post", "member", name="feed_thread_follow_once"),)

    def __str__(self) -> str:
        return self.level


class ReadMark(models.Model):
    """How far a member has read a conversation.

    `seen_pk`: the newest comment that was on the page; keys rise in the order of commits under one post, because
    the post's row is locked while a comment is added.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="read_marks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    seen_pk = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = (models.UniqueConstraint("member", "post", name="feed_read_mark_once"),)

    def __str__(self) -> str:
        return str(self.seen_pk)
