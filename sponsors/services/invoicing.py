"""Issuing invoices; the only writer of Invoice and InvoiceLine."""

from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from sponsors.errors import InvoiceRefusedError
from sponsors.models import Invoice, InvoiceLine, Sponsor
from sponsors.selectors.costs import Cost, sponsors_costs
from sponsors.selectors.inventory import policy


@transaction.atomic
def issue_invoice(sponsor: Sponsor, *, starts_on: date, ends_on: date, now: datetime) -> Invoice:
    """Bill what a sponsor's flights cost up to and including `ends_on`, less what was billed before.

    The table is locked, so that numbers have no gaps and nothing is billed twice.

    Raises:
        InvoiceRefusedError: the period is not over, is the wrong way round or billed already, or nothing is owed.
    """
    if ends_on < starts_on:
        raise InvoiceRefusedError.backwards()
    if ends_on >= now.astimezone(UTC).date():
        raise InvoiceRefusedError.not_over()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE sponsors_invoice IN SHARE ROW EXCLUSIVE MODE")
    owed = [cost for cost in sponsors_costs(sponsor, through=ends_on) if cost.open_cents > 0]
    if not owed:
        raise InvoiceRefusedError.nothing_owed()
    invoice = _make(sponsor, starts_on=starts_on, ends_on=ends_on, now=now)
    InvoiceLine.objects.bulk_create(_line(invoice, cost) for cost in owed)
    return invoice


def issue_monthly(*, now: datetime) -> list[Invoice]:
    """The invoices of the month before, for every sponsor that owes something and has none of it yet."""
    ends_on = now.astimezone(UTC).date().replace(day=1) - timedelta(days=1)
    issued = []
    for sponsor in Sponsor.objects.exclude(invoices__ends_on=ends_on).order_by("pk"):
        try:
            issued.append(
                issue_invoice(sponsor, starts_on=ends_on.replace(day=1), ends_on=ends_on, now=now)
            )
        except InvoiceRefusedError:
            continue
    return issued


def _make(sponsor: Sponsor, *, starts_on: date, ends_on: date, now: datetime) -> Invoice:
    try:
        with transaction.atomic():
            return Invoice.objects.create(
                sponsor=sponsor,
                number=_next_number(now.year),
                starts_on=starts_on,
                ends_on=ends_on,
                currency=policy().currency,
                address="\n".join(filter(None, (sponsor.billing_address, sponsor.tax_number))),
                issued_at=now,
            )
    except IntegrityError as error:
        raise InvoiceRefusedError.billed_already() from error


def _next_number(year: int) -> str:
    """Call it with the table locked."""
    return f"{year}-{Invoice.objects.filter(number__startswith=f'{year}-').count() + 1:04}"


def _line(invoice: Invoice, cost: Cost) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        flight=cost.flight,
        price_model=cost.flight.price_model,
        price_cents=cost.flight.price_cents,
        unit_count=max(0, cost.open_units),
        amount_cents=cost.open_cents,
    )
