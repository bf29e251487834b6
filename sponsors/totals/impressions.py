"""Impressions: creatives that were rendered."""

from collections.abc import Mapping
from datetime import date

from sponsors.placements import Placement
from sponsors.totals.rows import add_to_totals


def add_impressions(counts: Mapping[int, int], counted_on: date) -> None:
    """Add drained impressions, by `Placement.subject`. Runs inside the drain's transaction."""
    placed = {Placement.from_subject(subject): count for subject, count in counts.items()}
    add_to_totals(placed, column="impression_count", day=counted_on)
