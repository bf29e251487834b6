"""Posts that belong in an order."""

from typing import ClassVar

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.versions import require_match, version_of
from accounts.models import Scope
from feed import access
from feed.api import inputs
from feed.api.serializers import SeriesSerializer
from feed.models import Series
from feed.selectors.series import series_posts
from feed.services.series import arrange_series, describe_series


class SeriesEndpoint(Endpoint):
    """A series of posts by one author; a post joins one by its own field `series`."""

    serializer_class = SeriesSerializer
    lookup_value_converter = "int"
    scopes: ClassVar = {"partial_update": Scope.POSTS}

    @extend_schema(summary="Read a series")
    def retrieve(self, request: Request, pk: int) -> Response:
        """With its live posts in their order, at most two hundred."""
        return self._answer(access.series_for(request.user, int(pk)))

    @extend_schema(summary="Change a series", request=inputs.SeriesChange(partial=True))
    def partial_update(self, request: Request, pk: int) -> Response:
        """What is not sent stays. If-Match holds the ETag that you read."""
        series = access.editable_series_for(self.member, int(pk))
        require_match(request, version=_version(series))
        sent = self.accepted(inputs.SeriesChange, partial=True)
        order = sent.pop("posts", None)
        with transaction.atomic():
            if sent:
                words = {"title": series.title, "description": series.description}
                describe_series(series, **(words | sent))
            if order is not None:
                numbers = {pk: number for number, pk in enumerate(order, start=1)}
                arrange_series(series, numbers=numbers)
        return self._answer(series)

    def _answer(self, series: Series) -> Response:
        self.version = _version(series)
        posts = series_posts(series, visitor=self.request.user)
        return Response(self.shaped(SeriesSerializer, series, posts=posts))


def _version(series: Series) -> str:
    return version_of(series.title, series.description)
