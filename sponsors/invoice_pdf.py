"""An invoice as a PDF, in the language of whoever asks for it; in English where our fonts have no letters for that."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from sponsors.models import Invoice, InvoiceLine
from sponsors.money import money

FONTS: Final[Path] = settings.BASE_DIR / "feed" / "sharing" / "fonts"
BODY, HEADING = "Franklin", "Newsreader"
PLAIN: Final = ParagraphStyle("plain", fontName=BODY, fontSize=9.5, leading=13)
RIGHT: Final = ParagraphStyle("right", parent=PLAIN, alignment=2)
TITLE: Final = ParagraphStyle("title", fontName=HEADING, fontSize=24, leading=28)


def invoice_pdf(invoice: Invoice, *, sender: str) -> bytes:
    """The document; `sender`: lines of the site's own name and address."""
    with override("en" if get_language_bidi() else get_language()):
        return _document(invoice, sender=sender)


def _document(invoice: Invoice, *, sender: str) -> bytes:
    _register_fonts()
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=_("Invoice %(number)s") % {"number": invoice.number},
        author=sender.partition("\n")[0],
        invariant=True,
    )
    lines = list(invoice.lines.select_related("flight__campaign").order_by("flight__starts_at"))
    document.build(_story(invoice, lines, sender=sender))
    return buffer.getvalue()


@cache
def _register_fonts() -> None:
    pdfmetrics.registerFont(TTFont(BODY, FONTS / "franklin.ttf"))
    pdfmetrics.registerFont(TTFont(HEADING, FONTS / "newsreader.ttf"))


def _story(invoice: Invoice, lines: list[InvoiceLine], *, sender: str) -> list[Flowable]:
    total = sum(line.amount_cents for line in lines)
    about = (
        {"name": _("Number"), "value": invoice.number},
        {"name": _("Issued"), "value": date_format(invoice.issued_at, "DATE_FORMAT")},
        {"name": _("Period"), "value": _period(invoice)},
    )
    rule = _("Amounts are rounded down to a whole cent over the whole of a flight.")
    return [
        Paragraph(_lines(sender), PLAIN),
        Spacer(1, 14 * mm),
        Paragraph(_lines(f"{invoice.sponsor.name}\n{invoice.address}".strip()), PLAIN),
        Spacer(1, 14 * mm),
        Paragraph(escape(_("Invoice")), TITLE),
        Spacer(1, 3 * mm),
        *(Paragraph(escape(_("%(name)s: %(value)s") % pair), PLAIN) for pair in about),
        Spacer(1, 8 * mm),
        _table(invoice, lines, total=total),
        Spacer(1, 8 * mm),
        Paragraph(escape(rule), PLAIN),
    ]


def _table(invoice: Invoice, lines: list[InvoiceLine], *, total: int) -> Table:
    head = (_("What"), _("Units"), _("Price"), _("Amount"))
    rows: list[list[Any]] = [[Paragraph(escape(head[0]), PLAIN), *map(_right, head[1:])]]
    rows += [_row(line, currency=invoice.currency) for line in lines]
    summed = [Paragraph(escape(_("Total")), PLAIN), "", "", _right(money(total, invoice.currency))]
    rule = ("LINEBELOW", (0, 0), (-1, 0), 0.7, colors.black)
    sums = ("LINEABOVE", (0, -1), (-1, -1), 0.7, colors.black)
    style = TableStyle([rule, sums, ("VALIGN", (0, 0), (-1, -1), "TOP")])
    widths = [78 * mm, 24 * mm, 36 * mm, 28 * mm]
    return Table([*rows, summed], colWidths=widths, repeatRows=1, style=style)


def _row(line: InvoiceLine, *, currency: str) -> list[Any]:
    names = f"{line.flight.campaign.name}: {line.flight.name}"
    price = f"{money(line.price_cents, currency)} {line.get_price_model_display()}"
    return [
        Paragraph(escape(names), PLAIN),
        _right(number_format(line.unit_count, force_grouping=True)),
        _right(price),
        _right(money(line.amount_cents, currency)),
    ]


def _right(text: str) -> Paragraph:
    """Figures; French parts thousands by a narrow space, which the font does not have."""
    return Paragraph(escape(text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")), RIGHT)


def _period(invoice: Invoice) -> str:
    first, last = (date_format(day, "DATE_FORMAT") for day in (invoice.starts_on, invoice.ends_on))
    return f"{first} – {last}"


def _lines(text: str) -> str:
    return "<br/>".join(escape(line) for line in text.splitlines())
