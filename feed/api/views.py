"""Read-only endpoints."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from config.freshness import shows
from feed import access, shown
from feed.api.pagination import (
    CommentCursorPagination,
    NameCursorPagination,
    PostCursorPagination,
)
from feed.api.serializers import (
    CategorySerializer,
    CommentSerializer,
    PostDetailSerializer,
    PostSerializer,
    TagSerializer,
)
from feed.models import Category, Post, Tag
from feed.selectors.extras import post_extras
from feed.selectors.public import public_comments, public_posts
from feed.selectors.read_more import read_more


class PostFilter(filters.FilterSet):  # type: ignore[misc]
    """`category`, `tag` and `author` are slugs and a username; `language` is a code such as nl."""

    category = filters.CharFilter(field_name="category__slug")
    tag = filters.CharFilter(field_name="tags__slug")
    author = filters.CharFilter(field_name="author__username", lookup_expr="iexact")
    language = filters.CharFilter(field_name="language")


class PostViewSet(ReadOnlyModelViewSet[Post]):
    """Published posts, newest first."""

    kept_query = frozenset(("cursor", "page_size", "category", "tag", "author", "language", "sort"))
    filterset_class = PostFilter
    pagination_class = PostCursorPagination
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Post]:
        return public_posts(self.request.user)

    def get_serializer_class(self) -> type[BaseSerializer[Post]]:
        return PostDetailSerializer if self.action == "retrieve" else PostSerializer

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().list(request, *args, **kwargs)
        shows(request, shown.POSTS, shown.HOT, shown.rows(self.paginator.page))  # type: ignore[union-attr]
        return response

    def retrieve(self, request: Request, *_args: Any, **kwargs: Any) -> Response:
        post = access.post_for(request.user, int(kwargs["pk"]))
        further = read_more(post, visitor=request.user)
        shows(request, shown.rows([post, *(one.post for one in further)]))
        context = {
            **self.get_serializer_context(),
            "read_more": further,
            "extras": post_extras(post, visitor=request.user),
        }
        return Response(PostDetailSerializer(post, context=context).data)

    @action(detail=True, pagination_class=CommentCursorPagination, filterset_class=None)
    def comments(self, request: Request, pk: int) -> Response:
        """The post's comments, oldest first or by `?sort=` (best, new, old); `parent` is the comment that one answers."""
        post = access.post_for(request.user, int(pk))
        thread = public_comments(post)
        page = self.paginator.paginate_queryset(thread, request, view=self)  # type: ignore[union-attr]
        authors = (shown.member(each.author_id) for each in page or ())
        shows(request, shown.post(post.pk), authors)
        return self.get_paginated_response(CommentSerializer(page, many=True).data)


class CategoryViewSet(ReadOnlyModelViewSet[Category]):
    """Categories, by name."""

    kept_query = frozenset(("cursor", "page_size"))
    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    pagination_class = NameCursorPagination
    lookup_field = "slug"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        shows(request)


class TagViewSet(ReadOnlyModelViewSet[Tag]):
    """Tags, by name."""

    kept_query = frozenset(("cursor", "page_size"))
    queryset = Tag.objects.all()
    serializer_class = TagSerializer
    pagination_class = NameCursorPagination
    lookup_field = "slug"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        shows(request)
