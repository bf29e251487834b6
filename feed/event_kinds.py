"""The event kinds that the feed registers with counting."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings

from counting.kinds import BatchKind, register
from counting.tokens import Token
from feed.selectors.readership import FINISH, VIEW
from feed.selectors.recommended import FOLLOWED, SEEN
from feed.services.counts import add_views
from feed.services.visiting import remember_finished, remember_viewed

# Who reads to the end twice on one day has finished the post once.
FINISH_WINDOW: Final = timedelta(hours=24)
# So a recommendation that is met on each of twenty pages is met once.
FURTHER_WINDOW: Final = timedelta(hours=24)

__all__ = ["FINISH", "VIEW", "register_kinds"]


def register_kinds() -> None:
    """Tell counting what a view is, what reading to the end is, what becomes of a recommendation, and what a drained
    batch of them means.
    """
    register(
        BatchKind(
            name=VIEW,
            window=settings.VIEW_WINDOW,
            apply=_add_views,
            is_own=_is_author,
            counts_readers=True,
            tell_member=_remember_viewed,
        )
    )
    register(
        BatchKind(
            name=FINISH,
            window=FINISH_WINDOW,
            apply=_keep_by_day,
            is_own=_is_author,
            tell_member=_remember_finished,
        )
    )
    for name in (SEEN, FOLLOWED):
        register(BatchKind(name=name, window=FURTHER_WINDOW, apply=_keep_by_day))


def _add_views(views: Mapping[int, int], _on: date) -> None:
    add_views(views)


def _remember_viewed(post_pk: int, member_pk: int, at: datetime) -> None:
    """What members viewed tells Read More what is read together."""
    remember_viewed(post_pk, member_pk=member_pk, now=at)


def _remember_finished(post_pk: int, member_pk: int, at: datetime) -> None:
    """What a member read to the end tells For you what he likes."""
    remember_finished(post_pk, member_pk=member_pk, now=at)


def _keep_by_day(_events: Mapping[int, int], _on: date) -> None:
    """Counting's own daily rows are all that is wanted."""


def _is_author(token: Token, member_pk: int) -> bool:
    """The page's token carries the author."""
    return token.detail == str(member_pk)
