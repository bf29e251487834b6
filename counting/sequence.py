"""The guard against an events server that went back in time: a batch's number must be new.

A server restored from a backup, or replaced by a replica that was behind, cuts old counts into a new batch with a
new id, which no check of ids can notice. But it numbers that batch as it numbered another one before.
"""

import logging

from django.db import connection
from django.utils import timezone

from counting.batches import BatchNumber
from counting.errors import WentBackInTimeError
from counting.models import BatchSequence

logger = logging.getLogger(__name__)


def advance(kind: str, number: BatchNumber) -> None:
    """Note that this batch is applied. Runs in the caller's transaction.

    Raises:
        WentBackInTimeError: a batch with this number, or a later one, was applied before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO counting_batchsequence AS known (kind, epoch, number) VALUES (%s, %s, %s)
            ON CONFLICT (kind, epoch) DO UPDATE SET number = EXCLUDED.number, stopped_at = NULL
            WHERE known.number < EXCLUDED.number
            RETURNING 1
            """,
            [kind, number.epoch, number.number],
        )
        if cursor.fetchone() is None:
            raise WentBackInTimeError(kind, number.number)


def stop(kind: str, number: BatchNumber) -> None:
    """Note since when a kind stands still; runs after the transaction in which `advance` failed."""
    BatchSequence.objects.filter(kind=kind, epoch=number.epoch, stopped_at=None).update(
        stopped_at=timezone.now()
    )
    logger.error(
        "Counting of %s stopped: the events server went back in time to batch %d; see docs/counting.md.",
        kind,
        number.number,
    )


def resume(kind: str, number: BatchNumber) -> None:
    """Let the batch with this number be applied after all; a person has decided so."""
    BatchSequence.objects.filter(kind=kind, epoch=number.epoch).update(
        number=number.number - 1, stopped_at=None
    )
