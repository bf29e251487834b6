"""Approving of posts."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Deed, NotificationKind, User
from accounts.services.notifications import withdraw
from feed import shown, tasks
from feed.access import require_voice
from feed.announcing.subjects import post_subject
from feed.errors import NotAllowedError
from feed.models import Post, Reaction, ReactionKind, ReactionTotal
from feed.services.for_you import let_age
from feed.services.limits import count_deed
from feed.services.locking import lock_live
from feed.services.ranking import refresh_hotness


@transaction.atomic
def react(*, post: Post, member: User, kind: ReactionKind) -> Reaction:
    """Give one's one reaction, or change its kind; the same again changes nothing.

    The post's row is locked before the reaction's and the totals'.

    Raises:
        NotAllowedError: the member wrote the post, or is silenced.
        DailyLimitError: the member's level allows no more today.
        NotPossibleError, NotFoundError: the post is not published, or gone.
    """
    require_voice(member)
    post = lock_live(post)
    if post.author_id == member.pk:
        raise NotAllowedError(_("Reactions are for the readers of a post, not for its author."))
    given, is_new = Reaction.objects.get_or_create(
        post=post, member=member, defaults={"kind": kind, "announce_due": True}
    )
    if is_new:
        count_deed(member, Deed.REACTION)
        _count(post, kind=kind, step=1)
        _settle(post, step=1)
        tasks.announce_reaction.delay_on_commit(given.pk)
        let_age(member.pk)
    elif given.kind != kind:
        _count(post, kind=given.kind, step=-1)
        _count(post, kind=kind, step=1)
        given.kind = kind
        given.save(update_fields=["kind"])
    return given


@transaction.atomic
def retract(*, post: Post, member: User) -> bool:
    """Take one's reaction back; False where there is none.

    Raises:
        NotPossibleError, NotFoundError: the post is not published, or gone.
    """
    post = lock_live(post)
    given = Reaction.objects.filter(post=post, member=member).first()
    if given is None:
        return False
    given.delete()
    _count(post, kind=given.kind, step=-1)
    _settle(post, step=-1)
    withdraw(kind=NotificationKind.REACTION, actor=member, subject=post_subject(post.pk))
    return True


def _count(post: Post, *, kind: str, step: int) -> None:
    total, _is_new = ReactionTotal.objects.get_or_create(post=post, kind=kind)
    ReactionTotal.objects.filter(pk=total.pk).update(count=F("count") + step)
    shown.tell_changed(post.pk)


def _settle(post: Post, *, step: int) -> None:
    Post.objects.filter(pk=post.pk).update(reaction_count=F("reaction_count") + step)
    refresh_hotness(post.pk)
