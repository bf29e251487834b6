"""What sponsors should hear of: found in the rows, raised once, told to everybody who has a seat."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.urls import reverse

from accounts.models import EventKind, NotificationKind
from accounts.services.notifications import notify
from accounts.services.webhooks import announce
from sponsors.delivery.pacing import due
from sponsors.models import Alert, AlertKind, Creative, Flight, FlightStatus, Seat
from sponsors.selectors.inventory import read_inventory
from sponsors.services.booking import what_is_booked_changed

# A flight is behind when it has delivered less than this part of what is due, and a tenth of it has passed.
BEHIND: Final = 0.8
EARLY: Final = 0.1
# One failure may be the landing page's own bad moment.
FAILURES: Final = 2
MOST: Final = 200


class Matter(NamedTuple):
    """What an alert is about. `creative_pk`: None if about the whole flight."""

    kind: AlertKind
    flight_pk: int
    creative_pk: int | None = None


def watch_flights(*, now: datetime) -> None:
    """End what is over, raise what is new, resolve what is over with, tell who should know."""
    end_flights(now=now)
    matters = {*_behind(now=now), *_broken(now=now)}
    _raise(matters, now=now)
    _resolve(matters, now=now)
    tell(now=now)


@transaction.atomic
def end_flights(*, now: datetime) -> int:
    """Mark running flights as ended that are past their end, or fully delivered; how many."""
    running = Flight.objects.filter(status=FlightStatus.RUNNING)
    over = {flight.pk for flight in running.filter(ends_at__lte=now)}
    full = {flight.pk for flight in running.with_delivered() if _is_full(flight)}
    ended = 0
    for pk in sorted(over | full):
        if running.filter(pk=pk).update(status=FlightStatus.ENDED):
            ended += 1
            _raise({Matter(AlertKind.FINISHED, pk)}, now=now)
            _herald(pk)
    Alert.objects.open().filter(kind=AlertKind.FINISHED).update(resolved_at=now)
    if ended:
        what_is_booked_changed()
    return ended


def _herald(flight_pk: int) -> None:
    flight = Flight.objects.select_related("campaign").get(pk=flight_pk)
    seats = Seat.objects.filter(sponsor=flight.campaign.sponsor_id)
    announce(
        EventKind.FLIGHT_FINISHED,
        data={
            "id": flight.pk,
            "name": flight.name,
            "campaign": flight.campaign_id,
            "url": reverse("sponsors:flight", args=[flight.pk]),
        },
        owner_pks=list(seats.values_list("member_id", flat=True)),
    )


def _is_full(flight: Flight) -> bool:
    delivered = flight.clicks if flight.is_by_click else flight.viewables  # type: ignore[attr-defined]
    return flight.quantity is not None and delivered >= flight.quantity


def _behind(*, now: datetime) -> Iterator[Matter]:
    for flight in read_inventory(now=now, version="").flights:
        expected = due(flight, now=now)
        is_early = now - flight.starts_at < EARLY * (flight.ends_at - flight.starts_at)
        if not is_early and flight.delivered < BEHIND * expected:
            yield Matter(AlertKind.BEHIND, flight.pk)


def _broken(*, now: datetime) -> Iterator[Matter]:
    failing = Creative.objects.running(now=now).filter(landing_failures__gte=FAILURES)
    for pk, flight_pk in failing.values_list("pk", "flight_id"):
        yield Matter(AlertKind.LANDING, flight_pk, pk)


def _raise(matters: set[Matter], *, now: datetime) -> None:
    """The constraint is the check: what is open already is not raised again."""
    Alert.objects.bulk_create(
        (
            Alert(
                kind=one.kind, flight_id=one.flight_pk, creative_id=one.creative_pk, raised_at=now
            )
            for one in sorted(
                matters, key=lambda one: (one.flight_pk, one.kind, one.creative_pk or 0)
            )
        ),
        ignore_conflicts=True,
    )


def _resolve(matters: set[Matter], *, now: datetime) -> None:
    for alert in Alert.objects.open().filter(kind__in=(AlertKind.BEHIND, AlertKind.LANDING)):
        if Matter(AlertKind(alert.kind), alert.flight_id, alert.creative_id) not in matters:
            Alert.objects.filter(pk=alert.pk).update(resolved_at=now)


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Tell the members with a seat of what they have not been told; how many alerts that were."""
    untold = Alert.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        notified_at=None
    )
    alerts = list(untold.select_related("flight__campaign__sponsor")[:MOST])
    for alert in alerts:
        sponsor = alert.flight.campaign.sponsor
        notify(
            recipient_pks=list(sponsor.seats.values_list("member_id", flat=True)),
            kind=NotificationKind.SPONSOR,
            actor=None,
            subject=f"alert:{alert.pk}",
            title=f"{alert.flight.name}: {alert.get_kind_display()}",
            url=reverse("sponsors:flight", args=[alert.flight_id]),
        )
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(notified_at=now)
    return len(alerts)
