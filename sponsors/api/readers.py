"""What readers may know of sponsors, and do about them."""

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.models import Scope
from sponsors.access import sponsor_for
from sponsors.models import Creative
from sponsors.selectors.hidden import hidden_by
from sponsors.selectors.library import Shown, library
from sponsors.services.hiding import hide_sponsor, show_sponsor


class ShownCreativeSerializer(serializers.ModelSerializer[Creative]):
    """What a sponsor shows just now; `since`: when its flight began."""

    image = serializers.SerializerMethodField()
    since = serializers.DateTimeField(source="flight.starts_at", read_only=True)

    class Meta:
        model = Creative
        fields: ClassVar = ["headline", "text", "image", "image_alt", "since"]

    def get_image(self, creative: Creative) -> str:
        return creative.image.url if creative.image else ""


class ShownSerializer(serializers.Serializer[Shown]):
    """A sponsor with its creatives; `is_hidden`: you do not want to see it."""

    sponsor = serializers.IntegerField(source="sponsor.pk", read_only=True)
    name = serializers.CharField(source="sponsor.name", read_only=True)
    website = serializers.CharField(source="sponsor.website", read_only=True)
    is_hidden = serializers.SerializerMethodField()
    creatives = ShownCreativeSerializer(many=True, read_only=True)

    def get_is_hidden(self, shown: Shown) -> bool:
        return shown.sponsor.pk in self.context["hidden"]


class LibraryEndpoint(Endpoint):
    """Who pays for the site, for every reader to see."""

    pagination_class = None
    lookup_value_converter = "int"
    serializer_class = ShownSerializer
    scopes: ClassVar = dict.fromkeys(("hide", "show"), Scope.LISTS)

    @extend_schema(summary="List what sponsors show")
    def list(self, request: Request) -> Response:
        """All creatives that run now, by sponsor."""
        hidden: Any = hidden_by(self.member) if request.user.is_authenticated else frozenset()
        found: Any = library(now=timezone.now())
        return Response(ShownSerializer(found, many=True, context={"hidden": hidden}).data)

    @extend_schema(summary="Hide a sponsor", request=None, responses={204: None})
    @action(detail=True, methods=["put"], url_path="hidden")
    def hide(self, _request: Request, pk: int) -> Response:
        """You are shown nothing of it any more; hidden twice, it does no harm."""
        hide_sponsor(sponsor_for(int(pk)), member=self.member)
        return Response(status=204)

    @extend_schema(summary="Show a sponsor again", responses={204: None})
    @hide.mapping.delete
    def show(self, _request: Request, pk: int) -> Response:
        """One that you did not hide is no error."""
        show_sponsor(sponsor_for(int(pk)), member=self.member)
        return Response(status=204)
