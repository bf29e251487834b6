"""Valid events of batch kinds by subject and day; the only writer of SubjectDay."""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from config.redis import Client
from counting.sightings import readers_key


def add_to_days(
    kind: str, counted_on: date, counts: Mapping[int, int], *, readers: Mapping[int, int]
) -> None:
    """Add a batch's counts; `readers` are the estimates so far, of which the largest stays.

    Runs in the caller's transaction; rows are locked in the order of their keys.
    """
    subjects = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO counting_subjectday AS day (kind, counted_on, subject, count, reader_count)
            SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::integer[])
            ON CONFLICT (kind, subject, counted_on) DO UPDATE
            SET count = day.count + EXCLUDED.count,
                reader_count = greatest(day.reader_count, EXCLUDED.reader_count)
            """,
            [
                kind,
                counted_on,
                subjects,
                [counts[subject] for subject in subjects],
                [readers.get(subject, 0) for subject in subjects],
            ],
        )


def count_readers(kind: str, day: date, subjects: list[int], *, redis: Client) -> dict[int, int]:
    """Distinct visitors of each subject on a day so far."""
    pipeline = redis.pipeline(transaction=False)
    for subject in subjects:
        pipeline.pfcount(readers_key(kind, day, subject))
    return dict(zip(subjects, pipeline.execute(), strict=True))
