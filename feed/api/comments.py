"""Comments: read as a list or a tree, written, judged."""

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.queries import PAGED
from accounts.api.versions import require_match, version_of
from accounts.models import Scope
from config.freshness import shows
from feed import access, shown
from feed.api import inputs
from feed.api.choosing import MAX_NUMBER, choice, naming, whole_number
from feed.api.pagination import CommentCursorPagination
from feed.api.serializers import CommentSerializer, ThreadFollowSerializer, ThreadSerializer
from feed.models import Comment, FollowLevel
from feed.selectors.attention import attention
from feed.selectors.public import public_comments
from feed.selectors.threads import Order, thread_of
from feed.services import attending, commenting, voting

SORT = OpenApiParameter("sort", str, enum=[order.value for order in Order])


class PostComments(Endpoint):
    """The conversation under a post."""

    queries: ClassVar = {"comments": PAGED | {"sort"}, "thread": frozenset({"sort", "page"})}
    scopes: ClassVar = {"add_comment": Scope.COMMENTS, "follow_thread": Scope.LISTS}

    @extend_schema(
        summary="List the comments of a post",
        parameters=[SORT],
        responses=CommentSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=CommentCursorPagination, filterset_class=None)
    def comments(self, request: Request, pk: int) -> Response:
        """Oldest first or by `sort`, without authors whom you muted or blocked; `parent` is the comment that one answers."""
        post = access.post_for(request.user, int(pk))
        found = public_comments(post, visitor=request.user)
        page = self.paginator.paginate_queryset(found, request, view=self)  # type: ignore[union-attr]
        authors = (shown.member(each.author_id) for each in page or ())
        shows(request._request, shown.post(post.pk), authors)
        return self.get_paginated_response(CommentSerializer(page, many=True).data)

    @extend_schema(
        summary="Write a comment",
        request=inputs.CommentInput,
        responses={201: CommentSerializer},
        operation_id="posts_comments_create",
    )
    @comments.mapping.post
    @idempotent
    def add_comment(self, request: Request, pk: int) -> Response:
        """Under a post, or as an answer to one of its comments. `status` says whether moderators look at it first."""
        post = access.post_for(request.user, int(pk))
        sent = self.accepted(inputs.CommentInput)
        answered = sent.get("parent")
        with naming("parent", "There is no such comment."):
            parent = access.comment_for(request.user, answered) if answered else None
        made = commenting.add_comment(
            post=post, author=self.member, body=sent["body"], parent=parent
        )
        self.version = version_of(made.body)
        headers = {"Location": f"/api/v1/comments/{made.pk}/"}
        return Response(CommentSerializer(made).data, status=201, headers=headers)

    @extend_schema(
        summary="Read the conversation as a tree",
        parameters=[
            SORT,
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": MAX_NUMBER}),
        ],
        responses=ThreadSerializer,
        filters=False,
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def thread(self, request: Request, pk: int) -> Response:
        """In the order of reading, each before its answers, with its depth; about a thousand on a page.

        Of authors whom you muted or blocked there is nothing, or only the place above answers of others.
        """
        post = access.post_for(request.user, int(pk))
        order = choice(request, "sort", Order, Order.BEST)
        found = thread_of(
            post,
            visitor=request.user,
            order=order,
            attention=attention(post, visitor=request.user),
            number=whole_number(request, "page", usual=1),
        )
        return Response(ThreadSerializer(found).data)

    @extend_schema(
        summary="Follow a conversation",
        request=inputs.ThreadFollowInput,
        responses=ThreadFollowSerializer,
        filters=False,
    )
    @action(detail=True, methods=["put"], url_path="thread/follow", filterset_class=None)
    def follow_thread(self, request: Request, pk: int) -> Response:
        """Choose what you are told of it: all, only answers to you, or nothing."""
        post = access.post_for(request.user, int(pk))
        level = FollowLevel(self.accepted(inputs.ThreadFollowInput)["level"])
        follow = attending.follow_thread(post=post, member=self.member, level=level)
        return Response(ThreadFollowSerializer(follow).data)


class CommentEndpoint(Endpoint):
    """One comment."""

    serializer_class = CommentSerializer
    lookup_value_converter = "int"
    scopes: ClassVar = {
        "partial_update": Scope.COMMENTS,
        "destroy": Scope.COMMENTS,
        "vote": Scope.REACTIONS,
        "take_back": Scope.REACTIONS,
    }

    @extend_schema(summary="Read a comment")
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._answer(access.comment_for(request.user, int(pk)))

    @extend_schema(summary="Change a comment", request=inputs.CommentChange)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Your own, for a day. If-Match holds the ETag that you read."""
        comment = access.editable_comment_for(self.member, int(pk))
        require_match(request, version=version_of(comment.body))
        body = self.accepted(inputs.CommentChange)["body"]
        return self._answer(commenting.edit_comment(comment, body=body, seen=comment.body))

    @extend_schema(summary="Delete a comment", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """Its place stays while others answer it."""
        commenting.delete_comment(access.editable_comment_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="Judge a comment", request=inputs.VoteInput)
    @action(detail=True, methods=["put"])
    def vote(self, request: Request, pk: int) -> Response:
        """Once; the other answer replaces the first."""
        comment = access.comment_for(request.user, int(pk))
        sent = self.accepted(inputs.VoteInput)
        return self._answer(voting.vote(comment, member=self.member, **sent))

    @extend_schema(summary="Take a judgement back", responses={200: CommentSerializer})
    @vote.mapping.delete
    def take_back(self, request: Request, pk: int) -> Response:
        comment = access.comment_for(request.user, int(pk))
        return self._answer(voting.take_back(comment, member=self.member))

    def _answer(self, comment: Comment) -> Response:
        self.version = version_of(comment.body)
        return Response(self.shaped(CommentSerializer, comment))
