"""The event kinds that sponsoring registers with counting."""

from datetime import timedelta

from counting import kinds
from sponsors.totals import add_impressions


def register() -> None:
    """A viewable impression: one rendering of a creative, seen by one visitor, once.

    Source: MRC Viewable Impression Guidelines (half of the pixels for one continuous second), which the browser
    reports (static/js/beacon.js).
    """
    kinds.register(
        kinds.BatchKind(
            name="impression",
            window=timedelta(hours=24),
            apply=add_impressions,
            once_per_token=True,
        )
    )
