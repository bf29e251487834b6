"""When a member's ranking is made anew: by a worker, soon after an act, and at a look at an old one.

Who does nothing costs nothing: without a kept ranking there is none to make anew, and the next look makes one.
"""

from django.db import transaction

from accounts.models import User
from feed import tasks
from feed.selectors import for_you_memory as memory


def forget_ranking(member: User) -> None:
    """Show the old one no more, because the member follows or mutes otherwise from the commit on."""
    transaction.on_commit(lambda: _forget(member.pk), robust=True)


def let_age(member_pk: int) -> None:
    """Have it made anew within a minute, because the member has read, kept or applauded something."""
    transaction.on_commit(lambda: _age(member_pk), robust=True)


def renew(member: User) -> None:
    """Have an old one made anew for the next look."""
    transaction.on_commit(lambda: _ask(member.pk), robust=True)


def _forget(member_pk: int) -> None:
    if memory.forget(member_pk):
        _ask(member_pk)


def _age(member_pk: int) -> None:
    if memory.shorten(member_pk):
        _ask(member_pk)


def _ask(member_pk: int) -> None:
    if memory.ask(member_pk):
        tasks.build_for_you.delay_on_commit(member_pk)
