"""What flights cost, and what is billed of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sponsors.billing.prices import Delivery, Price, cost_cents, units
from sponsors.errors import BooksDifferError, InvoiceRefusedError
from sponsors.invoice_pdf import invoice_pdf
from sponsors.models import CreativeTotal, Flight, InvoiceLine
from sponsors.services.invoicing import issue_invoice, issue_monthly
from sponsors.services.proof import prove_books
from sponsors.spreadsheet import csv_lines, harmless
from tests.sponsors.factories import make_creative, make_flight, make_slot

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
MODELS = st.sampled_from(("cpm", "cpc", "flat"))


def make_price(model: Any, cents: int) -> Price:
    return Price(model, cents, FIRST, LAST)


@pytest.mark.parametrize(
    ("model", "cents", "expected"),
    [("cpm", 650, 649), ("cpc", 40, 280), ("flat", 10_000, 5_000)],
)
def test_cost_so_far(model: str, cents: int, expected: int) -> None:
    delivery = Delivery(viewable_count=999, click_count=7)

    assert cost_cents(make_price(model, cents), delivery, through=date(2026, 2, 14)) == expected


@given(
    MODELS,
    st.integers(0, 10**8),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**4)), min_size=1, max_size=28),
)
def test_costs_of_parts_add_up_and_never_exceed_the_exact_price(
    model: str, cents: int, days: list[tuple[int, int]]
) -> None:
    price, billed, viewables, clicks = make_price(model, cents), 0, 0, 0
    for number, (more_viewables, more_clicks) in enumerate(days):
        viewables, clicks = viewables + more_viewables, clicks + more_clicks
        through = FIRST + timedelta(days=number)
        so_far = cost_cents(price, Delivery(viewables, clicks), through=through)
        assert so_far >= billed
        billed = so_far

    exact = {"cpm": viewables * cents / 1000, "cpc": clicks * cents, "flat": cents * len(days) / 28}
    assert billed <= exact[model] + 1e-6
    assert billed > exact[model] - 1


def test_flat_price_is_due_by_the_day() -> None:
    price = make_price("flat", 2_800)

    counted = [
        units(price, Delivery(), through=day) for day in (date(2026, 1, 31), FIRST, MARCH.date())
    ]

    assert counted == [0, 1, 28]


def deliver(flight: Flight, *, viewables: int, on: str = "2026-02-10") -> None:
    creative = flight.creatives.first() or make_creative(flight=flight)
    total, _is_new = CreativeTotal.objects.get_or_create(
        creative=creative, slot=make_slot(), counted_on=on
    )
    total.viewable_count += viewables
    total.save()


@pytest.fixture
def flight(db: None) -> Flight:
    return make_flight(
        starts_at=datetime(2026, 2, 1, tzinfo=UTC),
        ends_at=datetime(2026, 3, 20, tzinfo=UTC),
        price_cents=650,
    )


def bill(flight: Flight) -> list[tuple[int, int]]:
    invoice = issue_invoice(flight.campaign.sponsor, starts_on=FIRST, ends_on=LAST, now=MARCH)
    return list(invoice.lines.values_list("unit_count", "amount_cents"))


def test_invoice_bills_what_was_delivered(flight: Flight) -> None:
    deliver(flight, viewables=1_500)

    assert bill(flight) == [(1_500, 975)]


def test_what_comes_late_is_on_the_next_invoice_and_nothing_is_billed_twice(flight: Flight) -> None:
    deliver(flight, viewables=1_500)
    bill(flight)
    deliver(flight, viewables=2)
    deliver(flight, viewables=999, on="2026-03-05")

    issue_monthly(now=datetime(2026, 4, 1, 1, tzinfo=UTC))

    amounts = list(InvoiceLine.objects.order_by("pk").values_list("unit_count", "amount_cents"))
    assert amounts == [(1_500, 975), (1_001, 650)]
    assert sum(amount for _units, amount in amounts) == 2_501 * 650 // 1_000


def test_invoices_are_numbered_without_gaps(flight: Flight) -> None:
    other = make_flight(sponsor="Bakery Klok", starts_at=flight.starts_at, price_cents=100)
    for one in (flight, other):
        deliver(one, viewables=1_000)

    issued = issue_monthly(now=MARCH)

    assert [invoice.number for invoice in issued] == ["2026-0001", "2026-0002"]
    assert issue_monthly(now=MARCH) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(LAST, FIRST), (FIRST, MARCH.date()), (FIRST, LAST)],
    ids=["backwards", "not over", "nothing owed"],
)
def test_no_invoice_for(flight: Flight, starts_on: date, ends_on: date) -> None:
    sponsor = flight.campaign.sponsor

    with pytest.raises(InvoiceRefusedError):
        issue_invoice(sponsor, starts_on=starts_on, ends_on=ends_on, now=MARCH)


def test_bill_that_says_more_than_was_delivered_is_an_alarm(flight: Flight) -> None:
    deliver(flight, viewables=1_500)
    bill(flight)
    CreativeTotal.objects.update(viewable_count=10)

    with pytest.raises(BooksDifferError) as caught:
        prove_books(now=datetime(2026, 6, 1, tzinfo=UTC))

    assert "975 cents billed, worth 6" in str(caught.value)


def test_invoice_is_a_pdf_with_any_name_on_it(flight: Flight) -> None:
    deliver(flight, viewables=1_500)
    flight.campaign.name = "<b>Łódź & Söhne</b>"
    flight.campaign.save(update_fields=["name"])
    bill(flight)

    invoice = InvoiceLine.objects.get().invoice
    in_languages = {}
    for language in ("en", "fr", "ar"):
        with override(language):
            in_languages[language] = invoice_pdf(invoice, sender="Courant\nQuay 1 <&>")

    assert in_languages["en"].startswith(b"%PDF-1.")
    assert in_languages["fr"] != in_languages["en"]
    assert in_languages["ar"] == in_languages["en"], "the fonts have no Arabic"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"])
def test_spreadsheet_never_computes_what_a_sponsor_wrote(text: str) -> None:
    assert str(harmless(text)).startswith("'")


def test_spreadsheet_keeps_numbers_and_quotes_commas() -> None:
    assert list(csv_lines([[FIRST, -3, 'a "b", c']])) == ['2026-02-01,-3,"a ""b"", c"\r\n']
