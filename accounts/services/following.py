"""Wanting to see what another member publishes."""

from django.db import transaction

from accounts.errors import FollowRefusedError
from accounts.models import Block, Follow, NotificationKind, User
from accounts.services.notifications import notify, withdraw


@transaction.atomic
def follow(member: User, *, other: User, is_told: bool = True) -> bool:
    """Follow `other`, who is told once if `is_told`. False if it was so already.

    Raises:
        FollowRefusedError: it is oneself, or one of the two blocks the other.
    """
    if member.pk == other.pk or Block.objects.between(member, other).exists():
        raise FollowRefusedError(is_oneself=member.pk == other.pk)
    _follow, is_new = Follow.objects.get_or_create(follower=member, followed=other)
    if is_new and is_told:
        notify(
            recipient_pks=[other.pk],
            kind=NotificationKind.FOLLOW,
            actor=member,
            subject=_subject(other),
            title=member.name,
            url=member.get_absolute_url(),
        )
    return is_new


@transaction.atomic
def unfollow(member: User, *, other: User) -> bool:
    """Follow `other` no more, and take back that he was told. False if there was no follow."""
    is_gone = bool(Follow.objects.filter(follower=member, followed=other).delete()[0])
    if is_gone:
        withdraw(kind=NotificationKind.FOLLOW, actor=member, subject=_subject(other))
    return is_gone


def _subject(other: User) -> str:
    """All follows of one member are gathered in one notification of his."""
    return f"member:{other.pk}"
