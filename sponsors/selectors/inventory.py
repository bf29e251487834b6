"""What may be shown now: read from PostgreSQL now and then, kept in the process in between."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Final

from django.db.models import F, Q, Sum

from config.redis import Client
from sponsors.delivery import CreativeTerms, FlightTerms, Target
from sponsors.landings import remember_landings
from sponsors.models import Creative, CreativeTotal, Flight, SponsoringPolicy, SponsorSlot
from sponsors.reservations import current_version

# Totals that weigh the draw may be so old; caps never depend on them alone.
FRESH: Final = timedelta(seconds=15)


@dataclass(frozen=True)
class Inventory:
    """All that a decision needs. `creatives`: with flight, campaign and sponsor, by key; `slots`: enabled ones, by code.

    `flights`: by ascending key, the house's among them. `version`: of what is booked, see sponsors.reservations. `printed`: what
    was made of these rows for pages, which goes when they go.
    """

    version: str
    read_at: datetime
    flights: tuple[FlightTerms, ...]
    creatives: Mapping[int, Creative]
    slots: Mapping[str, SponsorSlot]
    policy: SponsoringPolicy
    printed: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def offers(self, code: str) -> bool:
        """Whether anything at all is booked for a slot."""
        return any(code in flight.slots for flight in self.flights)


@dataclass
class _Shelf:
    """The process's copy."""

    lock: Lock = field(default_factory=Lock)
    inventory: Inventory | None = None


_shelf = _Shelf()


def inventory(*, now: datetime, redis: Client | None, version: str | None = None) -> Inventory:
    """What may be shown, at most FRESH old, and no older than `version` if one is given.

    Args:
        redis: where the version is kept; None where it does not matter, as for the house's own creatives.

    Raises:
        redis.exceptions.RedisError: the version cannot be read.
    """
    kept = _shelf.inventory
    if kept and _is_fresh(kept, now=now, version=version):
        return kept
    with _shelf.lock:
        kept = _shelf.inventory  # by the thread that was waited for
        if kept and _is_fresh(kept, now=now, version=version):
            return kept
        number = current_version(redis=redis) if redis else (kept.version if kept else "0")
        fresh = read_inventory(now=now, version=number)
        _shelf.inventory = fresh
    if redis:
        addresses = {pk: creative.landing_url for pk, creative in fresh.creatives.items()}
        remember_landings(addresses, redis=redis)
    return fresh


def _is_fresh(kept: Inventory, *, now: datetime, version: str | None) -> bool:
    return abs(now - kept.read_at) < FRESH and version in (None, kept.version)


def forget_inventory() -> None:
    """Read anew at the next request."""
    _shelf.inventory = None


def policy() -> SponsoringPolicy:
    """The one row, or the defaults where nobody has saved it yet."""
    only = SponsoringPolicy.ONLY
    return SponsoringPolicy.objects.filter(pk=only).first() or SponsoringPolicy(pk=only)


def read_inventory(*, now: datetime, version: str) -> Inventory:
    """What may be shown, from PostgreSQL; the same number of queries whatever is booked."""
    running = Creative.objects.running(now=now).with_sponsor().order_by("pk")
    creatives = {creative.pk: creative for creative in running}
    flights = _flights({creative.flight_id for creative in creatives.values()})
    sums = _sums(flights, today=now.date())
    by_flight: dict[int, list[Creative]] = defaultdict(list)
    for creative in creatives.values():
        by_flight[creative.flight_id].append(creative)
    slots = SponsorSlot.objects.filter(is_enabled=True) if creatives else ()
    enabled = {slot.code: slot for slot in slots}
    return Inventory(
        version=version,
        read_at=now,
        flights=tuple(
            _terms(flights[pk], by_flight[pk], sums=sums, enabled=enabled)
            for pk in sorted(by_flight)
        ),
        creatives=creatives,
        slots=enabled,
        policy=policy() if creatives else SponsoringPolicy(pk=SponsoringPolicy.ONLY),
    )


def _flights(pks: set[int]) -> dict[int, Flight]:
    beside = ("slots", "categories", "excluded_categories", "tags")
    found = Flight.objects.filter(pk__in=pks).select_related("campaign__sponsor")
    return {flight.pk: flight for flight in found.prefetch_related(*beside)}


@dataclass(frozen=True)
class _Sum:
    """What one creative delivered, in all and today."""

    flight_pk: int
    viewables: int = 0
    clicks: int = 0
    viewables_today: int = 0
    clicks_today: int = 0

    def units(self, flight: Flight) -> tuple[int, int]:
        """What the flight's quantity counts: in all, and today."""
        if flight.is_by_click:
            return self.clicks, self.clicks_today
        return self.viewables, self.viewables_today


def _sums(flight_pks: Iterable[int], *, today: date) -> dict[int, _Sum]:
    """By creative, those that run no more among them."""
    of_today = Q(counted_on=today)
    rows = (
        CreativeTotal.objects.filter(creative__flight__in=set(flight_pks))
        .order_by()
        .values("creative_id", flight_pk=F("creative__flight_id"))
        .annotate(
            viewables=Sum("viewable_count"),
            clicks=Sum("click_count"),
            viewables_today=Sum("viewable_count", filter=of_today, default=0),
            clicks_today=Sum("click_count", filter=of_today, default=0),
        )
    )
    return {
        row["creative_id"]: _Sum(
            flight_pk=row["flight_pk"],
            viewables=row["viewables"],
            clicks=row["clicks"],
            viewables_today=row["viewables_today"],
            clicks_today=row["clicks_today"],
        )
        for row in rows
    }


def _terms(
    flight: Flight,
    creatives: Sequence[Creative],
    *,
    sums: Mapping[int, _Sum],
    enabled: Mapping[str, SponsorSlot],
) -> FlightTerms:
    units = [one.units(flight) for one in sums.values() if one.flight_pk == flight.pk]
    sponsor = flight.campaign.sponsor
    return FlightTerms(
        pk=flight.pk,
        sponsor_pk=sponsor.pk,
        industry=sponsor.industry,
        slots=frozenset(slot.code for slot in flight.slots.all()) & enabled.keys(),
        creatives=tuple(_creative_terms(one, sums.get(one.pk)) for one in creatives),
        starts_at=flight.starts_at,
        ends_at=flight.ends_at,
        is_house=any(creative.is_house for creative in creatives),
        priority=flight.priority,
        weight=flight.weight,
        quantity=flight.quantity,
        daily_cap=flight.daily_cap,
        frequency_cap=flight.frequency_cap,
        is_by_click=flight.is_by_click,
        is_by_impression=flight.is_by_impression,
        is_paced=flight.is_paced,
        is_optimised=flight.is_optimised,
        delivered=sum(total for total, _today in units),
        delivered_today=sum(today for _total, today in units),
        target=_target(flight),
    )


def _creative_terms(creative: Creative, found: _Sum | None) -> CreativeTerms:
    if found is None:
        return CreativeTerms(creative.pk)
    return CreativeTerms(creative.pk, found.viewables, found.clicks)


def _target(flight: Flight) -> Target:
    return Target(
        categories=_keys(flight.categories),
        excluded=_keys(flight.excluded_categories),
        tags=_keys(flight.tags),
        languages=frozenset(flight.languages),
        devices=frozenset(flight.devices),
        countries=frozenset(flight.countries),
        hours=frozenset(flight.hours),
    )


def _keys(rows: Any) -> frozenset[int]:
    return frozenset(row.pk for row in rows.all())
