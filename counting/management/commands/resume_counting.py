"""`manage.py resume_counting KIND --drop|--apply`: go on after the events server went back in time."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.redis import events
from counting import sequence
from counting.batches import cut_batch, drop_batch, read_batch
from counting.models import BatchSequence


class Command(BaseCommand):
    help = "Decide about the batch at which counting stopped; docs/counting.md says how to tell."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="such as view")
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--drop", action="store_true", help="its counts are in the database")
        choice.add_argument("--apply", action="store_true", help="its counts are new")

    def handle(self, *_arguments: Any, kind: str, drop: bool, **_options: Any) -> None:
        if not BatchSequence.objects.filter(kind=kind).exclude(stopped_at=None).exists():
            raise CommandError(f"No batch of {kind} waits.")
        batch_id = cut_batch(kind, new_id=uuid4(), redis=events())
        number = read_batch(kind, batch_id, redis=events()).number if batch_id else None
        if batch_id is None or number is None:
            raise CommandError(f"No batch of {kind} waits.")
        sequence.resume(kind, number)
        if drop:
            sequence.advance(kind, number)
            drop_batch(kind, batch_id, redis=events())
        self.stdout.write(f"{kind}: batch {number.number} {'dropped' if drop else 'will be added'}")
