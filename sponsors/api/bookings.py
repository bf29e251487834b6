"""Sponsors, campaigns, flights, reports, creatives: what the desk shows and takes."""

from typing import ClassVar

from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.files import with_file
from accounts.api.once import idempotent
from accounts.api.pagination import SignedCursorPagination
from accounts.api.queries import PAGED
from accounts.api.strict_json import StrictJSONParser
from accounts.api.versions import require_match
from accounts.models import Scope
from sponsors import access
from sponsors.api.serializers import (
    CampaignSerializer,
    CreativeChange,
    CreativeChangeForm,
    CreativeForm,
    CreativeInput,
    CreativeSerializer,
    FlightReportSerializer,
    FlightSerializer,
    SponsorSerializer,
    creative_form,
)
from sponsors.models import Creative
from sponsors.selectors.bookings import campaigns_seen_by, creatives_of, flights_seen_by
from sponsors.selectors.desk import sponsors_of
from sponsors.selectors.reports import flight_report
from sponsors.services.review import change_creative, hand_in
from sponsors.sweepers import check_due


class Booked(Endpoint):
    """For those who act for a sponsor, and for sponsor managers; for all others nothing exists."""

    is_personal = True
    lookup_value_converter = "int"


class SponsorEndpoint(Booked):
    """The sponsors for whom you act."""

    serializer_class = SponsorSerializer
    pagination_class = None
    scopes: ClassVar = {"list": Scope.SPONSORS}

    @extend_schema(summary="List the sponsors for whom you act")
    def list(self, _request: Request) -> Response:
        """By name."""
        return Response(SponsorSerializer(sponsors_of(self.member), many=True).data)


class CampaignEndpoint(Booked):
    """Campaigns, each with flights."""

    serializer_class = CampaignSerializer
    queries: ClassVar = {"list": PAGED}
    scopes: ClassVar = {"list": Scope.SPONSORS}

    @extend_schema(summary="List campaigns")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        return self.listed(campaigns_seen_by(self.member), CampaignSerializer)


class FlightEndpoint(Booked):
    """Flights, what they delivered, and the creatives handed in for them."""

    serializer_class = FlightSerializer
    parser_classes = (StrictJSONParser, MultiPartParser)
    queries: ClassVar = {"list": PAGED, "creatives": PAGED}
    scopes: ClassVar = dict.fromkeys(
        ("list", "retrieve", "report", "creatives", "hand_in"), Scope.SPONSORS
    )

    @extend_schema(summary="List flights")
    def list(self, _request: Request) -> Response:
        """Latest first, with what they delivered."""
        return self.listed(flights_seen_by(self.member), FlightSerializer)

    @extend_schema(summary="Read a flight")
    def retrieve(self, _request: Request, pk: int) -> Response:
        """With what it delivered."""
        flight = access.flight_for(self.member, int(pk))
        return Response(
            self.shaped(FlightSerializer, flights_seen_by(self.member).get(pk=flight.pk))
        )

    @extend_schema(summary="Read a flight's report", responses=FlightReportSerializer)
    @action(detail=True, pagination_class=None)
    def report(self, _request: Request, pk: int) -> Response:
        """The figures of the desk; every one is a sum of the ledger from which invoices are made."""
        flight = access.flight_for(self.member, int(pk))
        found = flight_report(flight, now=timezone.now())
        return Response(self.shaped(FlightReportSerializer, found))

    @extend_schema(summary="List a flight's creatives", responses=CreativeSerializer(many=True))
    @action(detail=True, pagination_class=SignedCursorPagination)
    def creatives(self, _request: Request, pk: int) -> Response:
        """Latest first."""
        flight = access.flight_for(self.member, int(pk))
        return self.listed(creatives_of(flight), CreativeSerializer)

    @extend_schema(
        summary="Hand in a creative",
        operation_id="flights_creatives_create",
        request=with_file(CreativeInput, form=CreativeForm),
        responses={201: CreativeSerializer},
    )
    @creatives.mapping.post
    @idempotent
    def hand_in(self, _request: Request, pk: int) -> Response:
        """It runs as soon as it is approved."""
        flight = access.bookable_flight_for(self.member, int(pk))
        form = creative_form(self.accepted(CreativeForm), creative=None)
        creative = hand_in(flight, draft=form.draft())
        check_due.delay_on_commit()
        return _answer(self, creative, status=201)


class CreativeEndpoint(Booked):
    """One creative."""

    serializer_class = CreativeSerializer
    parser_classes = (StrictJSONParser, MultiPartParser)
    scopes: ClassVar = dict.fromkeys(("retrieve", "partial_update"), Scope.SPONSORS)

    @extend_schema(summary="Read a creative")
    def retrieve(self, _request: Request, pk: int) -> Response:
        """`review` says whether readers see it."""
        return _answer(self, access.creative_for(self.member, int(pk)))

    @extend_schema(
        summary="Change a creative",
        request=with_file(CreativeChange(partial=True), form=CreativeChangeForm(partial=True)),
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """It waits for approval anew. What is not sent stays; If-Match holds the ETag that you read."""
        creative = access.creative_for(self.member, int(pk))
        require_match(request, version=f"v{creative.version}")
        form = creative_form(self.accepted(CreativeChangeForm, partial=True), creative=creative)
        changed = change_creative(creative, draft=form.draft(), version=creative.version)
        check_due.delay_on_commit()
        return _answer(self, changed)


def _answer(endpoint: Endpoint, creative: Creative, *, status: int = 200) -> Response:
    endpoint.version = f"v{creative.version}"
    return Response(endpoint.shaped(CreativeSerializer, creative), status=status)
