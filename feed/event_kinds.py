"""The event kinds that the feed registers with counting."""

from collections.abc import Mapping
from datetime import date, timedelta

from counting.kinds import BatchKind, register
from feed.services.counts import add_views

# One reading: a visitor who comes back within half an hour has not read the post a second time.
VIEW_WINDOW = timedelta(minutes=30)


def register_kinds() -> None:
    """Tell counting what a view is and what a drained batch of views means."""
    register(BatchKind(name="view", window=VIEW_WINDOW, apply=_add_views))


def _add_views(views: Mapping[int, int], _on: date) -> None:
    add_views(views)
