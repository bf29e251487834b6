"""What the editor asks for while somebody writes."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.serializers import StrictSerializer
from accounts.models import Scope, User
from feed import access
from feed.fetching.errors import AddressRefusedError
from feed.forms.links import page_elsewhere
from feed.models.post import BODY_LENGTH
from feed.selectors.links import Discussion, recent_discussions
from feed.selectors.mentions import suggestions
from feed.selectors.tags import suggested_tags
from feed.services import attending
from feed.services.tagging import NAME_LENGTH
from feed.text.markdown import render_article

MAX_KEY = 2**63 - 1
NAME_PART = 30


class PreviewInput(StrictSerializer):
    """A text as its author writes it."""

    body = serializers.CharField(max_length=BODY_LENGTH, allow_blank=True, trim_whitespace=False)


class PreviewSerializer(serializers.Serializer[dict[str, str]]):
    """As the page of the post would show it."""

    body_html = serializers.CharField(read_only=True)


class SuggestedTagsSerializer(serializers.Serializer[dict[str, list[str]]]):
    """Names, the most used first."""

    tags = serializers.ListField(child=serializers.CharField(), read_only=True)


class DiscussionSerializer(serializers.Serializer[Discussion]):
    """A post about the same page."""

    id = serializers.IntegerField(source="post.pk", read_only=True)
    title = serializers.CharField(source="post.title", read_only=True)
    author = serializers.CharField(source="post.author.username", read_only=True)
    url = serializers.CharField(source="post.get_absolute_url", read_only=True)
    published_at = serializers.DateTimeField(source="post.published_at", read_only=True)


class MentionableSerializer(serializers.Serializer[User]):
    """Somebody to name in a comment."""

    username = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class SeenInput(StrictSerializer):
    """`newest`: id of the last comment that was seen."""

    newest = serializers.IntegerField(min_value=0, max_value=MAX_KEY)


def _beginning(what: str) -> OpenApiParameter:
    return OpenApiParameter("q", str, description=f"How the {what} begins.")


class WritersDesk(Endpoint):
    """Help for who writes a post or a comment."""

    queries: ClassVar = {
        "suggested_tags": frozenset({"q"}),
        "about_page": frozenset({"link_url"}),
        "mentionable": frozenset({"q"}),
    }
    scopes: ClassVar = {"preview": Scope.POSTS, "seen": Scope.LISTS}

    @extend_schema(
        summary="Preview a text", request=PreviewInput, responses=PreviewSerializer, filters=False
    )
    @action(detail=False, methods=["post"], filterset_class=None)
    def preview(self, _request: Request) -> Response:
        """As readers would see it; nothing is kept."""
        return Response({"body_html": render_article(self.accepted(PreviewInput)["body"])})

    @extend_schema(
        summary="Suggest tags",
        parameters=[_beginning("tag")],
        responses=SuggestedTagsSerializer,
        filters=False,
    )
    @action(detail=False, url_path="suggested-tags", pagination_class=None, filterset_class=None)
    def suggested_tags(self, request: Request) -> Response:
        """At most eight that begin so; without `q` the most used of all."""
        beginning = request.query_params.get("q", "")[:NAME_LENGTH]
        return Response({"tags": suggested_tags(beginning)})

    @extend_schema(
        summary="Find posts about a page elsewhere",
        operation_id="posts_about_page",
        parameters=[
            OpenApiParameter("link_url", str, required=True, description="Address of the page.")
        ],
        responses=DiscussionSerializer(many=True),
        filters=False,
    )
    @action(detail=False, url_path="about-page", pagination_class=None, filterset_class=None)
    def about_page(self, request: Request) -> Response:
        """At most five of the last year, newest first; 400 where no post could link there."""
        sent = request.query_params.get("link_url", "")
        if not sent.strip():
            told = serializers.ErrorDetail("Send the address of a page.", "required")
            raise serializers.ValidationError({"link_url": told})
        try:
            url = page_elsewhere(sent)
        except AddressRefusedError as error:
            told = serializers.ErrorDetail(str(error), "invalid")
            raise serializers.ValidationError({"link_url": told}) from error
        found: Any = recent_discussions(url)
        return Response(DiscussionSerializer(found, many=True).data)

    @extend_schema(
        summary="Suggest members to name",
        operation_id="posts_thread_members",
        parameters=[_beginning("name")],
        responses=MentionableSerializer(many=True),
        filters=False,
    )
    @action(detail=True, url_path="thread/members", pagination_class=None, filterset_class=None)
    def mentionable(self, request: Request, pk: int) -> Response:
        """At most eight whose name begins with `q`, those who speak under this post first."""
        post = access.post_for(request.user, int(pk))
        start = request.query_params.get("q", "")[:NAME_PART]
        found: Any = suggestions(start, post=post, asker=self.member) if start else []
        return Response(MentionableSerializer(found, many=True).data)

    @extend_schema(
        summary="Note how far you have read",
        request=SeenInput,
        responses={204: None},
        filters=False,
    )
    @action(detail=True, methods=["put"], url_path="thread/seen", filterset_class=None)
    def seen(self, request: Request, pk: int) -> Response:
        """Comments after it count as new; what was noted further stays."""
        post = access.post_for(request.user, int(pk))
        newest = self.accepted(SeenInput)["newest"]
        attending.mark_read(post=post, member=self.member, seen_pk=newest)
        return Response(status=204)
