"""Starting and pausing flights; the only writer of `Flight.status`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sponsors.errors import FlightNotReadyError, FlightStateError
from sponsors.models import Flight, FlightStatus
from sponsors.services.booking import what_is_booked_changed
from sponsors.standard_slots import NO_PROOF_IN_MAIL, asks_mail_for_impressions


@transaction.atomic
def start_flight(flight: Flight, *, now: datetime) -> Flight:
    """Let a draft or paused flight run; it is shown from `starts_at` on.

    Raises:
        FlightNotReadyError: something that it needs is missing.
        FlightStateError: it runs already, or has ended.
    """
    reasons = _why_not_ready(flight, now=now)
    if reasons:
        raise FlightNotReadyError(reasons)
    return _change_status(
        flight, of=(FlightStatus.DRAFT, FlightStatus.PAUSED), to=FlightStatus.RUNNING
    )


@transaction.atomic
def pause_flight(flight: Flight) -> Flight:
    """Stop showing a running flight until it is started again.

    Raises:
        FlightStateError: it does not run.
    """
    return _change_status(flight, of=(FlightStatus.RUNNING,), to=FlightStatus.PAUSED)


def _why_not_ready(flight: Flight, *, now: datetime) -> list[str]:
    checks = (
        (flight.ends_at > now, _("The flight is already over.")),
        (flight.slots.exists(), _("The flight has no slot.")),
        (flight.creatives.approved().exists(), _("The flight has no approved creative.")),
        (flight.campaign.sponsor.is_active, _("The sponsor is not active.")),
        (not _wants_what_mail_cannot_prove(flight), str(NO_PROOF_IN_MAIL)),
    )
    return [reason for holds, reason in checks if not holds]


def _wants_what_mail_cannot_prove(flight: Flight) -> bool:
    return asks_mail_for_impressions(
        list(flight.slots.values_list("code", flat=True)),
        is_by_click=flight.is_by_click,
        is_priced_by_impression=flight.is_by_impression,
        quantity=flight.quantity,
    )


def _change_status(flight: Flight, *, of: tuple[FlightStatus, ...], to: FlightStatus) -> Flight:
    """The update is the check: of two managers at once, one is told that the status has changed."""
    if not Flight.objects.filter(pk=flight.pk, status__in=of).update(status=to):
        raise FlightStateError
    flight.status = to
    what_is_booked_changed()
    return flight
