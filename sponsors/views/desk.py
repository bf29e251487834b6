"""The desk of those who act for a sponsor: bookings, reports, invoices."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import member_of
from sponsors import access
from sponsors.selectors.desk import desk_of, sponsors_of
from sponsors.selectors.explaining import terms_words
from sponsors.selectors.inventory import policy
from sponsors.selectors.reports import daily_rows, flight_report
from sponsors.spreadsheet import csv_lines

CSV: Final = "text/csv; charset=utf-8"


@login_required
@never_cache
@require_safe
def show_sponsors(request: HttpRequest) -> HttpResponse:
    """The sponsors for whom a member acts; the desk at once, if it is one."""
    sponsors = sponsors_of(member_of(request))
    if len(sponsors) == 1:
        return redirect("sponsors:desk", pk=sponsors[0].pk)
    return render(request, "sponsors/sponsors.html", {"sponsors": sponsors})


@login_required
@never_cache
@require_safe
def show_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One sponsor's bookings, creatives, news and invoices."""
    sponsor = access.own_sponsor_for(member_of(request), pk)
    return render(request, "sponsors/desk.html", {"desk": desk_of(sponsor, now=timezone.now())})


@login_required
@never_cache
@require_safe
def show_flight(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a flight."""
    flight = access.flight_for(member_of(request), pk)
    context = {
        "report": flight_report(flight, now=timezone.now()),
        "terms": terms_words(flight),
        "creatives": flight.creatives.all(),
        "currency": policy().currency,
    }
    return render(request, "sponsors/flight.html", context)


@login_required
@never_cache
@require_safe
def flight_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every day, slot, creative and category of a flight as a spreadsheet."""
    flight = access.flight_for(member_of(request), pk)
    head = (
        _("Day"), _("Slot"), _("Creative"), _("Category"), _("Impressions"), _("Viewable impressions"), _("Clicks"),
    )  # fmt: skip
    rows = (
        (day, slot, creative, category, figures.impressions, figures.viewables, figures.clicks)
        for day, slot, creative, category, figures in daily_rows(flight)
    )
    response = StreamingHttpResponse(csv_lines([head, *rows]), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="flight-{flight.pk}.csv"'
    return response


@login_required
@never_cache
@require_safe
def show_invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """An invoice as a PDF. What draws it takes 4 MB of every process that knows it, so only who draws one does."""
    from sponsors.invoice_pdf import invoice_pdf

    invoice = access.invoice_for(member_of(request), pk)
    document = invoice_pdf(invoice, sender=policy().invoice_sender)
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{invoice.number}.pdf"'
    return response
