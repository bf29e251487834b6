"""The event kinds that sponsoring registers with counting."""

from datetime import timedelta

from counting import kinds
from sponsors import totals
from sponsors.reservations import DECISION
from sponsors.selectors.own import is_own
from sponsors.totals.clicks import LATE_CLICK


def register() -> None:
    """What is shown, what is seen, and how often slots are asked for.

    impression: a creative was rendered, once for each rendering. viewable: half of its pixels were in view for one
    continuous second, which the browser reports (static/js/beacon.js); each is a row of the ledger, and billed.
    lateclick: a click that PostgreSQL did not take in time; never reported by browsers.
    decision: never reported by browsers, counted where slots are filled (sponsors.reservations).
    Source: MRC Viewable Impression Guidelines.
    """
    kinds.register(
        kinds.BatchKind(
            name="impression",
            window=timedelta(hours=24),
            apply=totals.add_impressions,
            once_per_token=True,
        )
    )
    kinds.register(
        kinds.LedgerKind(
            name="viewable",
            apply=totals.add_viewables,
            apply_invalid=totals.add_invalid_viewables,
            is_own=is_own,
        )
    )
    kinds.register(kinds.LedgerKind(name=LATE_CLICK, apply=totals.add_late_clicks))
    kinds.register(kinds.BatchKind(name=DECISION, window=timedelta(), apply=totals.add_decisions))
