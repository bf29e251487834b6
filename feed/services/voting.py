"""Judging comments."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Deed, User
from feed import shown
from feed.access import require_voice
from feed.errors import NotAllowedError, NotFoundError, NotPossibleError
from feed.models import Comment, CommentVote
from feed.ranking.confidence import confidence
from feed.services.limits import count_deed


@transaction.atomic
def vote(comment: Comment, *, member: User, is_helpful: bool) -> Comment:
    """Find a comment helpful or not, once; the other answer replaces the first, the same again changes nothing.

    Raises:
        NotAllowedError: the member wrote it, or is silenced.
        DailyLimitError: the member's level allows no more reactions today.
        NotPossibleError, NotFoundError: it cannot be read now; it is gone.
    """
    require_voice(member)
    comment = _lock(comment)
    if comment.author_id == member.pk:
        raise NotAllowedError(_("Your own comment is for others to judge."))
    if not (comment.is_live and comment.post.is_live):
        raise NotPossibleError(_("This comment cannot be judged now."))
    _vote, is_new = CommentVote.objects.update_or_create(
        comment=comment, member=member, defaults={"is_helpful": is_helpful}
    )
    if is_new:
        count_deed(member, Deed.REACTION)
    return _count(comment)


@transaction.atomic
def take_back(comment: Comment, *, member: User) -> Comment:
    """Judge no longer; changes nothing where there is no vote. Raises NotFoundError: it is gone."""
    comment = _lock(comment)
    CommentVote.objects.filter(comment=comment, member=member).delete()
    return _count(comment)


def _lock(comment: Comment) -> Comment:
    """The row as it stands now; whoever judges it at the same moment waits, so that the votes can be counted."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("post")
    locked = rows.filter(pk=comment.pk).first()
    if locked is None:
        raise NotFoundError
    return locked


def _count(comment: Comment) -> Comment:
    """Both totals from the votes themselves, and the score from the totals."""
    votes = comment.votes.aggregate(
        helpful=Count("pk", filter=Q(is_helpful=True)),
        unhelpful=Count("pk", filter=Q(is_helpful=False)),
    )
    comment.helpful_count, comment.unhelpful_count = votes["helpful"], votes["unhelpful"]
    comment.score = confidence(**votes)
    comment.save(update_fields=["helpful_count", "unhelpful_count", "score"])
    shown.tell_commented(comment.post_id, author_pk=comment.author_id, is_gone=False)
    return comment
