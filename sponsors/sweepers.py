"""Deeds that nobody asks for at the moment: beat does, because a row says that it is time (docs/adr/0002)."""

from django.utils import timezone

from config.redis import events
from config.tasks import task
from sponsors.services import alerts, checking, invoicing, proof, reach


@task()
def check_due() -> int:
    """Look at creatives that wait for approval, and at the landing pages of those that run."""
    return checking.check_due(now=timezone.now())


@task()
def watch_flights() -> None:
    alerts.watch_flights(now=timezone.now())


@task()
def refresh_reach() -> int:
    return reach.refresh_reach(now=timezone.now(), redis=events())


@task()
def issue_monthly() -> int:
    return len(invoicing.issue_monthly(now=timezone.now()))


@task()
def prove_books() -> None:
    """Fails, and so alarms, if ledger, totals and invoices differ."""
    proof.prove_books(now=timezone.now())
