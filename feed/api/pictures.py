"""A picture that was uploaded: what is said of it, and what stays in view where it is cropped."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.serializers import StrictSerializer
from accounts.api.versions import require_match, version_of
from accounts.models import Scope
from feed import access
from feed.api.serializers import UploadSerializer
from feed.models import Image
from feed.services.images import change_image


class PictureChange(StrictSerializer):
    """`focus_x`, `focus_y`: the point that stays in view, in percent from the left and from the top."""

    alt = serializers.CharField(max_length=250, allow_blank=True, required=False)
    caption = serializers.CharField(max_length=300, allow_blank=True, required=False)
    credit = serializers.CharField(max_length=100, allow_blank=True, required=False)
    focus_x = serializers.IntegerField(min_value=0, max_value=100, required=False)
    focus_y = serializers.IntegerField(min_value=0, max_value=100, required=False)


class PictureEndpoint(Endpoint):
    """One picture of yours."""

    is_personal = True
    pagination_class = None
    serializer_class = UploadSerializer
    scopes: ClassVar = {"partial_update": Scope.MEDIA}

    @extend_schema(summary="Read what is said of a picture")
    def retrieve(self, _request: Request, pk: int) -> Response:
        """Your own."""
        return self._answer(access.image_for(self.member, pk, post=None))

    @extend_schema(summary="Describe a picture", request=PictureChange(partial=True))
    def partial_update(self, request: Request, pk: int) -> Response:
        """What is not sent stays; posts that show it say the new words. If-Match holds the ETag that you read."""
        image = access.image_for(self.member, pk, post=None)
        require_match(request, version=_version(image))
        return self._answer(change_image(image, **self.accepted(PictureChange, partial=True)))

    def _answer(self, image: Image) -> Response:
        self.version = _version(image)
        return Response(self.shaped(UploadSerializer, image))


def _version(image: Image) -> str:
    return version_of(image.alt, image.caption, image.credit, image.focus_x, image.focus_y)
