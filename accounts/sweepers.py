"""Deeds that nobody asks for at the moment: beat does, because a row says that it is time.

Like a view, a sweeper is an edge: one call into a service (docs/adr/0002). Safe to run twice and at once.
"""

from django.utils import timezone

from accounts.services import (
    exporting,
    hints,
    kept_answers,
    leaving,
    oauth_apps,
    sign_ins,
    webhooks,
)
from config.tasks import task


@task()
def make_exports() -> int:
    """Make the archives that members asked for; returns how many."""
    return exporting.make_due()


@task()
def forget_exports() -> int:
    """Remove the archives whose time is over; returns how many."""
    return exporting.forget_expired()


@task()
def erase_members() -> int:
    """Erase the accounts whose grace is over; returns how many."""
    return leaving.erase_due()


@task()
def forget_kept_answers() -> int:
    """Delete answers that were kept for a day; returns how many."""
    return kept_answers.forget_old()


@task()
def forget_app_tokens() -> None:
    """Delete codes and tokens of apps that have expired."""
    oauth_apps.forget_expired()


@task()
def tell_webhooks_off() -> int:
    """Tell members whose webhooks were switched off; returns how many."""
    return webhooks.tell_switched_off()


@task()
def forget_webhook_messages() -> int:
    """Delete messages that were kept for thirty days; returns how many."""
    return webhooks.forget_old()


@task()
def forget_hints() -> int:
    """Delete hints of sign-ins, and what became of them, that are older than 30 days; returns how many rows."""
    now = timezone.now()
    return hints.forget_old(now=now) + sign_ins.forget_old(now=now)
