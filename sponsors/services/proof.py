"""Every night: ledger = totals = invoices, or an alarm."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import F

from sponsors.errors import BooksDifferError
from sponsors.models import Flight
from sponsors.placements import CATEGORY_BITS, SLOT_BITS
from sponsors.selectors.costs import costs

# The ledger keeps its rows at least so long; what is older was compared while it was there.
LOOKS_BACK: Final = timedelta(days=35)

# Each answers (creative, day, in the ledger, in the totals) where the two differ.
VIEWABLES: Final = """
    WITH ledger AS (
        SELECT subject >> %(shift)s AS creative_id, (arrived_at AT TIME ZONE 'UTC')::date AS day, count(*) AS count
        FROM counting_ledgerevent
        WHERE kind = 'viewable' AND issued_on >= %(since)s::date - 2 GROUP BY 1, 2
    ), totals AS (
        SELECT creative_id, day, sum(count) AS count FROM (
            SELECT creative_id, counted_on AS day, viewable_count AS count FROM sponsors_creativetotal
            UNION ALL
            SELECT creative_id, counted_on, count FROM sponsors_invalidtotal
            WHERE kind = 'viewable' AND reason = 'beyond'
        ) AS counted GROUP BY 1, 2
    )
    SELECT creative_id, day, coalesce(ledger.count, 0), coalesce(totals.count, 0)
    FROM ledger FULL JOIN totals USING (creative_id, day)
    JOIN sponsors_creative ON sponsors_creative.id = creative_id
    WHERE day >= %(since)s AND coalesce(ledger.count, 0) <> coalesce(totals.count, 0)
    ORDER BY 1, 2
"""
CLICKS: Final = """
    WITH ledger AS (
        SELECT creative_id, (clicked_at AT TIME ZONE 'UTC')::date AS day, count(*) AS count
        FROM sponsors_click WHERE is_billed GROUP BY 1, 2
    ), totals AS (
        SELECT creative_id, counted_on AS day, sum(click_count) AS count FROM sponsors_creativetotal GROUP BY 1, 2
    )
    SELECT creative_id, day, coalesce(ledger.count, 0), coalesce(totals.count, 0)
    FROM ledger FULL JOIN totals USING (creative_id, day)
    WHERE day >= %(since)s AND coalesce(ledger.count, 0) <> coalesce(totals.count, 0)
    ORDER BY 1, 2
"""

logger = logging.getLogger(__name__)


def prove_books(*, now: datetime) -> None:
    """Compare what was recorded with what is reported, and that with what was billed.

    Raises:
        BooksDifferError: they differ; each difference is in the log as well.
    """
    found = list(differences(now=now))
    for difference in found:
        logger.error("The sponsors' books differ: %s", difference)
    if found:
        raise BooksDifferError(found)


def differences(*, now: datetime) -> Iterator[str]:
    """What does not agree, in words for the operator; nothing, if all is well."""
    since = (now - LOOKS_BACK).date()
    yield from _compared("viewable impressions", VIEWABLES, since=since)
    yield from _compared("clicks", CLICKS, since=since)
    yield from _overdelivered()
    yield from _overbilled(through=now.date())


def _compared(what: str, statement: str, *, since: date) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since, "shift": SLOT_BITS + CATEGORY_BITS})
        rows = cursor.fetchall()
    for creative_pk, day, recorded, reported in rows:
        yield f"creative {creative_pk} on {day}: {recorded} {what} recorded, {reported} reported"


def _overdelivered() -> Iterator[str]:
    for flight in Flight.objects.with_delivered().filter(quantity__lt=F("viewables")):
        if not flight.is_by_click:
            yield f"flight {flight.pk}: more delivered than the {flight.quantity} bought"


def _overbilled(*, through: date) -> Iterator[str]:
    billed = Flight.objects.filter(invoice_lines__isnull=False).distinct()
    for cost in costs(billed.order_by("pk"), through=through):
        if cost.open_cents < 0:
            yield f"flight {cost.flight.pk}: {cost.billed_cents} cents billed, worth {cost.cents}"
