"""Answering."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Block, Deed, User
from accounts.services.notifications import forget, give_back, withhold
from feed import shown, tasks
from feed.access import require_voice
from feed.announcing.subjects import comment_subject
from feed.errors import (
    EditConflictError,
    EditWindowError,
    GoneParentError,
    KeptAwayError,
    NotAllowedError,
)
from feed.models import Comment, CommentStatus, Mention, Post, TextKind
from feed.selectors.mentions import members_named, mention_paths
from feed.services.heralding import herald_comment
from feed.services.judging import (
    Text,
    Weighed,
    keep_judgement,
    keep_traces,
    require_accepted,
    weigh,
)
from feed.services.limits import count_deed, require_moderate
from feed.services.locking import lock_live
from feed.services.ranking import refresh_hotness
from feed.spam.verdict import Action, Verdict
from feed.text.amounts import amounts_in
from feed.text.markdown import names_in_comment, render_comment

# For so long an author mends a comment without a mark, as long as nobody has answered it.
QUIET_EDIT: Final = timedelta(minutes=30)


@transaction.atomic
def add_comment(
    *, post: Post, author: User, body: str, parent: Comment | None = None, form_key: str = ""
) -> Comment:
    """Answer a post, or a comment of the same post; what looks like spam waits for a moderator.

    A form that is sent again, told by its `form_key`, gives the comment that it made the first time.

    Raises:
        SilencedError: moderators let the author only read.
        GoneParentError: the parent is gone or belongs elsewhere.
        KeptAwayError: who is answered has blocked the author, who is no moderator.
        TooMuchInTextError, DailyLimitError: it has more links or mentions, or comes sooner, than the author's level allows.
        TextRefusedError: the words point to what moderators have blocked.
        NotPossibleError: the post is not published.
        NotFoundError: the post was deleted meanwhile.
    """
    require_voice(author)
    post = lock_live(post)
    if form_key and (made := Comment.objects.filter(author=author, form_key=form_key).first()):
        return made
    if parent and not Comment.objects.live().filter(pk=parent.pk, post=post).exists():
        raise GoneParentError
    if _is_kept_away(author, parent.author if parent else post.author):
        raise KeptAwayError
    count_deed(author, Deed.COMMENT)
    comment = Comment(post=post, author=author, parent=parent, form_key=form_key or None)
    weighed = weigh(_text(comment, body))
    named = _write(comment, body, weighed.verdict)
    comment.save()
    _keep(comment, weighed)
    _set_mentions(comment, named)
    if comment.is_live:
        _tell_readers(comment)
        _count(comment, step=1)
        _announce(comment)
        herald_comment(comment)
    return comment


def _is_kept_away(author: User, answered: User) -> bool:
    if author.is_moderator:
        return False
    return Block.objects.filter(blocker=answered, blocked=author).exists()


@transaction.atomic
def edit_comment(
    comment: Comment, *, body: str, seen: str | None = None, now: datetime | None = None
) -> Comment:
    """Change what a comment says; it is judged again. The same words change nothing.

    `seen`: the words that the author changed; None where nobody can have changed them since.
    Readers are told of the change unless it comes within QUIET_EDIT and before the first answer.

    Raises:
        SilencedError: moderators let the author only read.
        EditConflictError: it does not say `seen` any more.
        EditWindowError: EDIT_WINDOW has passed.
        TooMuchInTextError, DailyLimitError: it has more links or mentions, or comes sooner, than the author's level allows.
        TextRefusedError: the words point to what moderators have blocked.
        NotAllowedError: it does not stand any more.
    """
    now = now or timezone.now()
    comment = _lock(comment)
    require_voice(comment.author)
    if seen is not None and seen != comment.body:
        raise EditConflictError
    if body == comment.body:
        return comment
    if not (comment.is_live or comment.is_held):
        raise NotAllowedError(_("This comment is gone, so it cannot be changed."))
    if not comment.may_be_edited(now):
        raise EditWindowError
    count_deed(comment.author, Deed.EDIT, now=now)
    was_live = comment.is_live
    weighed = weigh(_text(comment, body))
    named = _write(comment, body, weighed.verdict)
    _keep(comment, weighed)
    if now - comment.created_at > QUIET_EDIT or comment.replies.live().exists():
        comment.edited_at = now
    comment.save(update_fields=["body", "body_html", "status", "held_reasons", "edited_at"])
    _tell_readers(comment)
    _set_mentions(comment, named)
    if was_live != comment.is_live:
        _count(comment, step=1 if comment.is_live else -1)
    if comment.is_live:
        _announce(comment)
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


def hold_comment(comment: Comment, *, reasons: Sequence[str]) -> Comment:
    """Let a comment wait for a moderator; `reasons`: names of rules."""
    return _move(comment, to=CommentStatus.HELD, reasons=reasons)


@transaction.atomic
def _move(comment: Comment, *, to: CommentStatus, reasons: Sequence[str] | None = None) -> Comment:
    comment = _lock(comment)
    if reasons is not None:
        Comment.objects.filter(pk=comment.pk).update(held_reasons=list(reasons))
    was_live = comment.is_live
    comment.status = to
    if to == CommentStatus.DELETED:
        comment.body, comment.body_html = "", ""
    comment.save(update_fields=["status", "body", "body_html"])
    _tell_readers(comment)
    if was_live != comment.is_live:
        _count(comment, step=1 if comment.is_live else -1)
    if comment.is_live and not was_live:
        give_back(comment_subject(comment.pk))  # whoever knew of it is told nothing new
        _announce(comment)
    if to == CommentStatus.DELETED:
        forget(comment_subject(comment.pk))
    elif not comment.is_live:
        withhold(comment_subject(comment.pk))
    return comment


def _lock(comment: Comment) -> Comment:
    """The row as it stands now, locked against all but replies to it; the post's row is locked after it."""
    return (
        Comment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author", "post")
        .get(pk=comment.pk)
    )


def _write(comment: Comment, body: str, verdict: Verdict) -> dict[str, User]:
    """Set the words and what follows from them; returns the members named in them, by name in lower case."""
    named = members_named(names_in_comment(body))
    html = render_comment(body, mention_paths=mention_paths(named))
    require_moderate(comment.author, amounts_in(html, mentions=len(named)))
    require_accepted(verdict)
    comment.body = body
    comment.body_html = html
    comment.held_reasons = list(verdict.reasons)
    comment.status = (
        CommentStatus.HELD if verdict.action is Action.HOLD else CommentStatus.PUBLISHED
    )
    return named


def _keep(comment: Comment, weighed: Weighed) -> None:
    text = _text(comment, comment.body)
    keep_judgement(text, pk=comment.pk, weighed=weighed)
    keep_traces(text, pk=comment.pk)


def _text(comment: Comment, body: str) -> Text:
    return Text(TextKind.COMMENT, comment.author, body, language=comment.post.language)


def _set_mentions(comment: Comment, named: dict[str, User]) -> None:
    comment.mentions.exclude(member__in=named.values()).delete()
    Mention.objects.bulk_create(
        (Mention(comment=comment, member=member) for member in named.values()),
        ignore_conflicts=True,
    )


def _tell_readers(comment: Comment) -> None:
    author, is_gone = comment.author_id, not comment.is_live
    shown.tell_commented(comment.post_id, author_pk=author, is_gone=is_gone)


def _announce(comment: Comment) -> None:
    """Tell the members concerned after the commit; whoever was told already is not told again."""
    Comment.objects.filter(pk=comment.pk).update(announce_due=True)
    tasks.announce_comment.delay_on_commit(comment.pk)


def _count(comment: Comment, *, step: int) -> None:
    Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") + step)
    refresh_hotness(comment.post_id)
