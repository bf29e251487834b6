"""What sponsors owe."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.files import PDF, PdfRenderer
from accounts.api.queries import PAGED
from accounts.models import Scope
from sponsors import access
from sponsors.api.bookings import Booked
from sponsors.models import Invoice, InvoiceLine
from sponsors.selectors.bookings import invoices_seen_by
from sponsors.selectors.inventory import policy


class InvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """A bill for a period, first and last day included."""

    total_cents = serializers.IntegerField(read_only=True)

    class Meta:
        model = Invoice
        fields: ClassVar = [
            "id", "sponsor", "number", "starts_on", "ends_on", "currency", "total_cents", "issued_at",
        ]  # fmt: skip


class LineSerializer(serializers.ModelSerializer[InvoiceLine]):
    """What one flight costs; `unit_count`: viewable impressions, clicks, or days where the price is flat."""

    name = serializers.CharField(source="flight.name", read_only=True)

    class Meta:
        model = InvoiceLine
        fields: ClassVar = [
            "flight", "name", "price_model", "price_cents", "unit_count", "amount_cents",
        ]  # fmt: skip


class InvoiceDetailSerializer(InvoiceSerializer):
    """With a line for each flight."""

    lines = LineSerializer(many=True, read_only=True)

    class Meta(InvoiceSerializer.Meta):
        fields: ClassVar = [*InvoiceSerializer.Meta.fields, "address", "lines"]


class InvoiceEndpoint(Booked):
    """Invoices; they are never changed once they are issued."""

    serializer_class = InvoiceSerializer
    queries: ClassVar = {"list": PAGED}
    scopes: ClassVar = dict.fromkeys(("list", "retrieve", "document"), Scope.SPONSORS)

    def get_queryset(self) -> QuerySet[Invoice]:
        return invoices_seen_by(self.member)

    @extend_schema(summary="List invoices")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        return self.listed(self.get_queryset(), InvoiceSerializer)

    @extend_schema(summary="Read an invoice", responses=InvoiceDetailSerializer)
    def retrieve(self, _request: Request, pk: int) -> Response:
        """With its lines."""
        found = access.invoice_for(self.member, int(pk))
        whole = self.get_queryset().prefetch_related("lines__flight").get(pk=found.pk)
        return Response(self.shaped(InvoiceDetailSerializer, whole))

    @extend_schema(summary="Read an invoice as a PDF", responses=PDF)
    @action(detail=True, renderer_classes=(JSONRenderer, PdfRenderer), pagination_class=None)
    def document(self, _request: Request, pk: int) -> HttpResponse:
        """In the language that you ask for."""
        invoice = access.invoice_for(self.member, int(pk))
        from sponsors.invoice_pdf import invoice_pdf  # as in sponsors.views.desk

        content = invoice_pdf(invoice, sender=policy().invoice_sender)
        name = f'attachment; filename="{invoice.number}.pdf"'
        return HttpResponse(
            content, content_type=PdfRenderer.media_type, headers={"Content-Disposition": name}
        )
