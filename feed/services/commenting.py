"""Answering."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import TrustLevel, User
from feed import shown
from feed.errors import NotPossibleError
from feed.models import Comment, CommentStatus, Post
from feed.services.locking import lock_live
from feed.services.ranking import refresh_hotness
from feed.spam.submission import Submission
from feed.spam.verdict import Action, judge
from feed.text.markdown import render_comment


@transaction.atomic
def add_comment(*, post: Post, author: User, body: str, parent: Comment | None = None) -> Comment:
    """Answer a post, or a comment of the same post; what looks like spam waits for a moderator.

    Raises:
        NotPossibleError: the post is not published, or the parent is gone or belongs elsewhere.
        NotFoundError: the post was deleted meanwhile.
    """
    post = lock_live(post)
    if parent and (parent.post_id != post.pk or not parent.is_live):
        raise NotPossibleError(
            _("The comment you answer is no longer there. Your text is still below.")
        )
    comment = Comment(post=post, author=author, parent=parent)
    _write(comment, body)
    comment.save()
    if comment.is_live:
        _count(comment, step=1)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, body: str) -> Comment:
    """Change what a comment says; it is judged again."""
    comment = _lock(comment)
    was_live = comment.is_live
    _write(comment, body)
    comment.edited_at = timezone.now()
    comment.save(update_fields=["body", "body_html", "status", "held_reasons", "edited_at"])
    shown.tell_commented(comment.post_id, is_gone=not comment.is_live)
    if was_live != comment.is_live:
        _count(comment, step=1 if comment.is_live else -1)
    return comment


def delete_comment(comment: Comment) -> Comment:
    """Remove the words of a comment; its place stays while others answer it."""
    return _move(comment, to=CommentStatus.DELETED)


def hide_comment(comment: Comment) -> Comment:
    """Take a comment from its readers."""
    return _move(comment, to=CommentStatus.HIDDEN)


def publish_comment(comment: Comment) -> Comment:
    """Release a held comment, or bring a hidden one back."""
    return _move(comment, to=CommentStatus.PUBLISHED)


@transaction.atomic
def _move(comment: Comment, *, to: CommentStatus) -> Comment:
    comment = _lock(comment)
    was_live = comment.is_live
    comment.status = to
    if to == CommentStatus.DELETED:
        comment.body, comment.body_html = "", ""
    comment.save(update_fields=["status", "body", "body_html"])
    shown.tell_commented(comment.post_id, is_gone=not comment.is_live)
    if was_live != comment.is_live:
        _count(comment, step=1 if comment.is_live else -1)
    return comment


def _lock(comment: Comment) -> Comment:
    """The row as it stands now, locked against all but replies to it; the post's row is locked after it."""
    return (
        Comment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author", "post")
        .get(pk=comment.pk)
    )


def _write(comment: Comment, body: str) -> None:
    author = comment.author
    has_standing = author.is_moderator or author.trust_level > TrustLevel.NEW
    verdict = judge(Submission(title="", body=body, has_standing=has_standing))
    comment.body = body
    comment.body_html = render_comment(body)
    comment.held_reasons = list(verdict.reasons)
    comment.status = (
        CommentStatus.HELD if verdict.action is Action.HOLD else CommentStatus.PUBLISHED
    )


def _count(comment: Comment, *, step: int) -> None:
    Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") + step)
    refresh_hotness(comment.post_id)
