"""What Celery does for counting; every task may run twice and at the same time as itself."""

from celery import shared_task
from django.utils import timezone

from config.redis import events
from counting import drain


@shared_task
def drain_all() -> None:
    drain.drain_all(redis=events())


@shared_task
def forget_applied() -> None:
    drain.forget_applied(now=timezone.now())
