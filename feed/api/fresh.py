"""How many posts came in since: what the bar above the lists says."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from feed.selectors.fresh import MAX_DIGITS, MAX_TOLD, posts_since, published_total


class FreshSerializer(serializers.Serializer[dict[str, Any]]):
    """`total`: to send as `since` the next time, null while nobody counts; `count`: new posts, 99 at most; `is_more`: there are more than that."""

    total = serializers.IntegerField(read_only=True, allow_null=True)
    count = serializers.IntegerField(read_only=True)
    is_more = serializers.BooleanField(read_only=True)


class FreshEndpoint(Endpoint):
    """News about news."""

    pagination_class = None
    serializer_class = FreshSerializer
    queries: ClassVar = {"retrieve": frozenset({"since"})}

    @extend_schema(
        summary="Count new posts",
        operation_id="posts_fresh",
        parameters=[
            OpenApiParameter(
                "since", {"type": "integer", "minimum": 0, "maximum": 10**MAX_DIGITS - 1},
                description="The `total` of an earlier answer.",
            )
        ],
    )  # fmt: skip
    def retrieve(self, request: Request) -> Response:
        """Cheap enough to ask every half minute; ask without `since` when you load a list."""
        since = request.query_params.get("since")
        if since is not None and not (
            since.isascii() and since.isdecimal() and len(since) <= MAX_DIGITS
        ):
            told = ErrorDetail("Send the total of an earlier answer.", "invalid")
            raise ValidationError({"since": told})
        count = posts_since(since or "")
        told_count = {"count": min(count, MAX_TOLD), "is_more": count > MAX_TOLD}
        return Response({"total": published_total()} | told_count)
