"""Keeping others at a distance."""

from django.db import transaction

from accounts.errors import BlockRefusedError
from accounts.models import Block, User
from accounts.services.notifications import withdraw_all_of


@transaction.atomic
def block(member: User, *, other: User) -> bool:
    """From now on `other` reaches `member` no more; what he said to him so far goes too. False if it was so already.

    Raises:
        BlockRefusedError: it is oneself.
    """
    if member.pk == other.pk:
        raise BlockRefusedError
    _block, is_new = Block.objects.get_or_create(blocker=member, blocked=other)
    if is_new:
        withdraw_all_of(other, recipient=member)
    return is_new


def unblock(member: User, *, other: User) -> bool:
    """False if there was no block."""
    return bool(Block.objects.filter(blocker=member, blocked=other).delete()[0])
