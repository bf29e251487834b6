"""The ledger: one row for each valid event of a ledger kind; the only writer of LedgerEvent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from counting.partitions import ensure_months
from counting.stream import Entry


@dataclass(frozen=True)
class Recorded:
    """What became of entries. `new`: now in the ledger, in the order of their event ids.

    `duplicates`: another entry had brought the same event. What is in neither was in the ledger already.
    """

    new: list[Entry]
    duplicates: list[Entry]


def record(entries: Sequence[Entry]) -> Recorded:
    """Insert what is not there; rows are inserted in the order of their keys. Runs in the caller's transaction.

    Entries of one kind. The constraint is the check: whoever inserts the same event at the same time waits here.
    """
    ensure_months({entry.event.issued_at.date() for entry in entries})
    by_key = sorted(entries, key=_key)
    inserted = _insert(by_key)
    missing = [entry for entry in by_key if entry.id not in inserted]
    known = _brought_by(missing) if missing else {}
    return Recorded(
        new=[entry for entry in by_key if entry.id in inserted],
        duplicates=[entry for entry in missing if known.get(_key(entry)) != entry.id],
    )


def _key(entry: Entry) -> tuple[date, str]:
    return entry.event.issued_at.date(), entry.event.event_id


def _insert(entries: Sequence[Entry]) -> set[str]:
    """The ids of the entries that were inserted."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO counting_ledgerevent (issued_on, event_id, kind, subject, detail, arrived_at, entry)
            SELECT * FROM unnest(
                %s::date[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::timestamptz[], %s::text[]
            )
            ON CONFLICT DO NOTHING
            RETURNING entry
            """,
            [
                [entry.event.issued_at.date() for entry in entries],
                [entry.event.event_id for entry in entries],
                [entry.event.kind for entry in entries],
                [entry.event.subject for entry in entries],
                [entry.event.detail for entry in entries],
                [entry.event.arrived_at for entry in entries],
                [entry.id for entry in entries],
            ],
        )
        return {entry_id for (entry_id,) in cursor.fetchall()}


def _brought_by(entries: Sequence[Entry]) -> dict[tuple[date, str], str]:
    """Which entry brought each of these events into the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT issued_on, event_id, entry
            FROM unnest(%s::date[], %s::text[]) AS given (issued_on, event_id)
            JOIN counting_ledgerevent AS event USING (issued_on, event_id)
            WHERE event.kind = %s
            """,
            [
                [entry.event.issued_at.date() for entry in entries],
                [entry.event.event_id for entry in entries],
                entries[0].event.kind,
            ],
        )
        return {(issued_on, event_id): entry for issued_on, event_id, entry in cursor.fetchall()}
