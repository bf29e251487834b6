"""Where posts are filed and who wrote them; search; uploads."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema, extend_schema_view
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.pagination import FixedCursorPagination
from accounts.api.queries import CUT, PAGED, SHAPED
from accounts.models import Scope, User
from accounts.services import blocking
from config.freshness import shows
from feed import access
from feed.api import inputs
from feed.api.pagination import NameCursorPagination
from feed.api.readers import Choosing
from feed.api.serializers import (
    CategorySerializer,
    CommentSerializer,
    GivenReactionSerializer,
    MemberSerializer,
    PostSerializer,
    TagSerializer,
    UploadSerializer,
)
from feed.api.shaping import SHAPE
from feed.models import Category, Tag
from feed.selectors.members import comments_page, reactions_page
from feed.selectors.public import public_categories, public_tags
from feed.selectors.search import clean_query, search_posts
from feed.services import images


class Filed(mixins.ListModelMixin, Choosing):
    """Categories or tags, by name."""

    kept_query = PAGED
    queries: ClassVar = {"list": PAGED}
    pagination_class = NameCursorPagination
    lookup_field = "slug"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        shows(request._request)

    def retrieve(self, _request: Request, **_kwargs: Any) -> Response:
        return Response(self.get_serializer(self.subject()).data)


@extend_schema_view(
    list=extend_schema(summary="List categories"),
    retrieve=extend_schema(summary="Read a category"),
)
class CategoryEndpoint(Filed):
    """Categories, by name."""

    serializer_class = CategorySerializer

    def get_queryset(self) -> QuerySet[Category]:
        return public_categories()

    def subject(self) -> Category:
        return access.category_named(self.kwargs["slug"])


@extend_schema_view(
    list=extend_schema(summary="List tags"),
    retrieve=extend_schema(summary="Read a tag"),
)
class TagEndpoint(Filed):
    """Tags, by name."""

    serializer_class = TagSerializer

    def get_queryset(self) -> QuerySet[Tag]:
        return public_tags()

    def subject(self) -> Tag:
        return access.tag_named(self.kwargs["slug"])


class MemberEndpoint(Choosing):
    """Members."""

    serializer_class = MemberSerializer
    lookup_field = "username"
    for_members: ClassVar = frozenset(("me",))
    queries: ClassVar = {"comments": CUT, "reactions": CUT}
    scopes: ClassVar = Choosing.scopes | {"block": Scope.LISTS, "unblock": Scope.LISTS}

    def subject(self) -> User:
        return access.member_named(self.kwargs["username"])

    @extend_schema(summary="Read a member's profile")
    def retrieve(self, _request: Request, username: str) -> Response:
        """What every reader sees; the posts are `posts/?author=`."""
        return Response(self.shaped(MemberSerializer, access.member_named(username)))

    @extend_schema(summary="List a member's comments", responses=CommentSerializer(many=True))
    @action(detail=True, pagination_class=FixedCursorPagination)
    def comments(self, request: Request, username: str) -> Response:
        """Newest first, under posts that everybody may see."""
        member = access.member_named(username)
        page = comments_page(member, visitor=request.user, cursor=self.cursor)
        return self.page_of(page, CommentSerializer)

    @extend_schema(
        summary="List what a member appreciated", responses=GivenReactionSerializer(many=True)
    )
    @action(detail=True, pagination_class=FixedCursorPagination)
    def reactions(self, request: Request, username: str) -> Response:
        """Newest first; your own, or of a member who shows them: else 404."""
        member = access.member_showing_reactions(request.user, username)
        page = reactions_page(member, visitor=request.user, cursor=self.cursor)
        return self.page_of(page, GivenReactionSerializer)

    @extend_schema(summary="Read who you are")
    @action(detail=False)
    def me(self, _request: Request) -> Response:
        """The member whose token this is."""
        return Response(self.shaped(MemberSerializer, self.member))

    @extend_schema(summary="Block a member", request=None, responses={204: None})
    @action(detail=True, methods=["put"])
    def block(self, _request: Request, username: str) -> Response:
        """Neither of you reaches the other any more; blocked twice, it does no harm."""
        blocking.block(self.member, other=access.member_named(username))
        return Response(status=204)

    @extend_schema(summary="Lift a block", responses={204: None})
    @block.mapping.delete
    def unblock(self, _request: Request, username: str) -> Response:
        """One that is gone already is no error."""
        blocking.unblock(self.member, other=access.member_named(username))
        return Response(status=204)


class SearchEndpoint(Endpoint):
    """Full-text search."""

    serializer_class = PostSerializer
    pagination_class = FixedCursorPagination
    queries: ClassVar = {"list": CUT | SHAPED | {"q"}}

    @extend_schema(
        summary="Search posts",
        operation_id="search_list",
        parameters=[
            OpenApiParameter(
                "q", str, required=True,
                description='Words, "phrases", -exclusions, or; nothing in it is an error.',
            ),
            OpenApiParameter("cursor", str),
            *SHAPE,
        ],
    )  # fmt: skip
    def list(self, request: Request) -> Response:
        """Best first."""
        query = clean_query(request.query_params.get("q", ""))
        if not query:
            raise ValidationError({"q": ErrorDetail("Say what to search for.", "required")})
        page = search_posts(query, visitor=request.user, cursor=self.cursor)
        return self.page_of(page, PostSerializer)


class UploadEndpoint(Endpoint):
    """Pictures for posts."""

    is_personal = True
    serializer_class = UploadSerializer
    parser_classes = (MultiPartParser,)
    scopes: ClassVar = {"create": Scope.MEDIA}

    @extend_schema(
        summary="Upload a picture",
        request={"multipart/form-data": inputs.ImageInput},
        responses={201: UploadSerializer},
    )
    @idempotent
    def create(self, _request: Request) -> Response:
        """JPEG, PNG, WebP or GIF, at most 10 MB; it is re-encoded. Put `id` as `lead_image` or `markdown` into a text."""
        sent = self.accepted(inputs.ImageInput)
        image = images.store_image(owner=self.member, upload=sent.pop("file"), **sent)
        return Response(self.shaped(UploadSerializer, image), status=201)
