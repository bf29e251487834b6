"""What flights delivered and cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, cast

from django.db.models import Sum

from sponsors.billing.prices import Delivery, Price, cost_cents, units
from sponsors.models import CreativeTotal, Flight, InvoiceLine, Sponsor


@dataclass(frozen=True)
class Cost:
    """A flight's cost up to and including a day, and what of it is on invoices already."""

    flight: Flight
    unit_count: int
    cents: int
    billed_units: int
    billed_cents: int

    @property
    def open_units(self) -> int:
        return self.unit_count - self.billed_units

    @property
    def open_cents(self) -> int:
        return self.cents - self.billed_cents


def price_of(flight: Flight) -> Price:
    last = flight.ends_at.astimezone(UTC) - timedelta(microseconds=1)
    return Price(
        model=cast("Literal['cpm', 'cpc', 'flat']", flight.price_model),
        cents=flight.price_cents,
        starts_on=flight.starts_at.astimezone(UTC).date(),
        ends_on=last.date(),
    )


def costs(flights: Iterable[Flight], *, through: date) -> list[Cost]:
    """In the order of the flights, in two queries."""
    known = list(flights)
    delivered = _delivered(known, through=through)
    billed = _billed(known)
    return [_cost(one, delivered, billed, through=through) for one in known]


def sponsors_costs(sponsor: Sponsor, *, through: date) -> list[Cost]:
    """Of all flights of a sponsor that had begun by that day, oldest first."""
    end = datetime.combine(through + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    begun = Flight.objects.filter(campaign__sponsor=sponsor, starts_at__lt=end)
    ran = begun.exclude(status="draft").select_related("campaign__sponsor")
    return costs(ran.order_by("starts_at", "pk"), through=through)


def _cost(
    flight: Flight,
    delivered: dict[int, Delivery],
    billed: dict[int, tuple[int, int]],
    *,
    through: date,
) -> Cost:
    price, delivery = price_of(flight), delivered.get(flight.pk, Delivery())
    billed_units, billed_cents = billed.get(flight.pk, (0, 0))
    return Cost(
        flight=flight,
        unit_count=units(price, delivery, through=through),
        cents=cost_cents(price, delivery, through=through),
        billed_units=billed_units,
        billed_cents=billed_cents,
    )


def _delivered(flights: Iterable[Flight], *, through: date) -> dict[int, Delivery]:
    rows = (
        CreativeTotal.objects.filter(creative__flight__in=flights, counted_on__lte=through)
        .order_by()
        .values_list("creative__flight_id")
        .annotate(Sum("viewable_count"), Sum("click_count"))
    )
    return {pk: Delivery(viewables, clicks) for pk, viewables, clicks in rows}


def _billed(flights: Iterable[Flight]) -> dict[int, tuple[int, int]]:
    rows = (
        InvoiceLine.objects.filter(flight__in=flights)
        .values_list("flight_id")
        .annotate(Sum("unit_count"), Sum("amount_cents"))
    )
    return {pk: (unit_count, cents) for pk, unit_count, cents in rows}
