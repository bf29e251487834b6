"""What Celery does for counting; every task may run twice and at the same time as itself."""

from django.conf import settings
from django.utils import timezone

from config.redis import cache, events
from config.tasks import task
from counting import drain, health, partitions


@task()
def drain_all() -> None:
    drain.drain_all(redis=events())
    health.note_drained(now=timezone.now(), redis=events())


@task()
def raise_alarms() -> None:
    health.raise_alarms(health.examine(now=timezone.now(), events=events(), cache=cache()))


@task()
def forget_applied() -> None:
    drain.forget_applied(now=timezone.now(), redis=events())


@task()
def make_partitions() -> None:
    partitions.make_ahead(today=timezone.now().date())


@task()
def roll_up_ledger() -> None:
    partitions.roll_up(today=timezone.now().date(), keep_months=settings.LEDGER_MONTHS)
