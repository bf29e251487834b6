"""What readers do with posts, members, categories and tags: react, keep, follow, mute."""

from typing import Any, ClassVar

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.pagination import FixedCursorPagination
from accounts.api.queries import CUT
from accounts.api.versions import require_match, version_of
from accounts.models import Scope
from feed import access
from feed.api import inputs
from feed.api.serializers import (
    BookmarkListSerializer,
    BookmarkSerializer,
    ChoiceSerializer,
    MuteSerializer,
    ReactionsSerializer,
)
from feed.models import BookmarkList, Post, ReactionKind
from feed.selectors.bookmarks import bookmark_page, lists_of
from feed.selectors.choices import Subject, all_followed, all_muted, choice_about
from feed.selectors.reactions import reaction_bar
from feed.services import bookmarks, muting, reacting
from feed.services.following import set_following
from feed.services.muting import set_muted


class PostReaders(Endpoint):
    """What a reader gives to a post."""

    scopes: ClassVar = {
        "react": Scope.REACTIONS,
        "retract": Scope.REACTIONS,
        "keep": Scope.LISTS,
        "let_go": Scope.LISTS,
    }

    @extend_schema(
        summary="React to a post", request=inputs.ReactionInput, responses=ReactionsSerializer
    )
    @action(detail=True, methods=["put"], url_path="reaction")
    def react(self, request: Request, pk: int) -> Response:
        """Your one reaction; another kind replaces it."""
        post = access.post_for(request.user, int(pk))
        kind = ReactionKind(self.accepted(inputs.ReactionInput)["kind"])
        reacting.react(post=post, member=self.member, kind=kind)
        return self._reactions(post)

    @extend_schema(summary="Take a reaction back", responses={200: ReactionsSerializer})
    @react.mapping.delete
    def retract(self, request: Request, pk: int) -> Response:
        post = access.post_for(request.user, int(pk))
        reacting.retract(post=post, member=self.member)
        return self._reactions(post)

    @extend_schema(summary="Keep a post", request=None, responses=BookmarkSerializer)
    @action(detail=True, methods=["put"], url_path="bookmark")
    def keep(self, request: Request, pk: int) -> Response:
        """On your first list; a post that is kept stays where it is."""
        post = access.post_for(request.user, int(pk))
        kept = bookmarks.keep(post=post, member=self.member)
        return Response(self.shaped(BookmarkSerializer, access.bookmark_for(self.member, kept.pk)))

    @extend_schema(summary="Keep a post no longer", responses={204: None})
    @keep.mapping.delete
    def let_go(self, request: Request, pk: int) -> Response:
        bookmarks.let_go(post=access.post_for(request.user, int(pk)), member=self.member)
        return Response(status=204)

    def _reactions(self, post: Post) -> Response:
        bar = reaction_bar(post, visitor=self.request.user)
        return Response(self.shaped(ReactionsSerializer, bar))


class Choosing(Endpoint):
    """Following and muting a subject, which the endpoint finds."""

    scopes: ClassVar = dict.fromkeys(("follow", "unfollow", "mute", "unmute"), Scope.LISTS)

    def subject(self) -> Subject:
        """What the address names. Raises NotFoundError."""
        raise NotImplementedError

    @extend_schema(summary="Follow", request=None, responses=ChoiceSerializer)
    @action(detail=True, methods=["put"])
    def follow(self, _request: Request, **_kwargs: Any) -> Response:
        """What is new of it comes under Following."""
        return self._choose(set_following, is_on=True)

    @extend_schema(summary="Unfollow", responses={200: ChoiceSerializer})
    @follow.mapping.delete
    def unfollow(self, _request: Request, **_kwargs: Any) -> Response:
        return self._choose(set_following, is_on=False)

    @extend_schema(summary="Mute", request=None, responses=ChoiceSerializer)
    @action(detail=True, methods=["put"])
    def mute(self, _request: Request, **_kwargs: Any) -> Response:
        """Out of your sight in every list."""
        return self._choose(set_muted, is_on=True)

    @extend_schema(summary="Unmute", responses={200: ChoiceSerializer})
    @mute.mapping.delete
    def unmute(self, _request: Request, **_kwargs: Any) -> Response:
        return self._choose(set_muted, is_on=False)

    def _choose(self, do: Any, *, is_on: bool) -> Response:
        subject = self.subject()
        do(self.member, subject=subject, is_on=is_on)
        choice = choice_about(subject, visitor=self.request.user)
        return Response(self.shaped(ChoiceSerializer, choice))


class FollowEndpoint(Endpoint):
    """All that you follow."""

    is_personal = True
    serializer_class = ChoiceSerializer
    pagination_class = None

    @extend_schema(summary="List what you follow")
    def list(self, _request: Request) -> Response:
        """Members, then categories, then tags, each by name."""
        return Response(ChoiceSerializer(all_followed(self.member), many=True).data)


class MuteEndpoint(Endpoint):
    """All that you mute."""

    is_personal = True
    serializer_class = MuteSerializer
    pagination_class = None
    lookup_value_converter = "int"
    scopes: ClassVar = {"create": Scope.LISTS, "destroy": Scope.LISTS}

    @extend_schema(summary="List what you mute")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        return Response(MuteSerializer(all_muted(self.member), many=True).data)

    @extend_schema(
        summary="Mute a keyword",
        request=inputs.KeywordInput,
        responses={201: MuteSerializer(many=True)},
    )
    @idempotent
    def create(self, _request: Request) -> Response:
        """Posts with these words are out of your sight; answers all that you mute."""
        muting.mute_keyword(self.member, **self.accepted(inputs.KeywordInput))
        return Response(MuteSerializer(all_muted(self.member), many=True).data, status=201)

    @extend_schema(summary="Lift a mute", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """One that is gone already is no error."""
        muting.unmute(self.member, pk=int(pk))
        return Response(status=204)


class BookmarkListEndpoint(Endpoint):
    """Your lists of kept posts; nobody else sees them."""

    is_personal = True
    serializer_class = BookmarkListSerializer
    pagination_class = None
    lookup_value_converter = "int"
    queries: ClassVar = {"bookmarks": CUT}
    scopes: ClassVar = dict.fromkeys(("create", "partial_update", "destroy"), Scope.LISTS)

    @extend_schema(summary="List your lists")
    def list(self, _request: Request) -> Response:
        """The oldest first."""
        return Response(BookmarkListSerializer(lists_of(self.member), many=True).data)

    @extend_schema(summary="Read a list")
    def retrieve(self, _request: Request, pk: int) -> Response:
        return self._answer(access.bookmark_list_for(self.member, int(pk)))

    @extend_schema(
        summary="Make a list", request=inputs.ListInput, responses={201: BookmarkListSerializer}
    )
    @idempotent
    def create(self, _request: Request) -> Response:
        sent = self.accepted(inputs.ListInput)
        return self._answer(bookmarks.make_list(member=self.member, **sent), status=201)

    @extend_schema(summary="Rename a list", request=inputs.ListInput)
    def partial_update(self, request: Request, pk: int) -> Response:
        """If-Match holds the ETag that you read."""
        shelf = access.bookmark_list_for(self.member, int(pk))
        require_match(request, version=version_of(shelf.name))
        return self._answer(bookmarks.rename_list(shelf, **self.accepted(inputs.ListInput)))

    @extend_schema(summary="Delete a list", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """With what lies on it."""
        bookmarks.delete_list(access.bookmark_list_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="List what lies on a list", responses=BookmarkSerializer(many=True))
    @action(detail=True, pagination_class=FixedCursorPagination)
    def bookmarks(self, _request: Request, pk: int) -> Response:
        """Last kept first."""
        shelf = access.bookmark_list_for(self.member, int(pk))
        return self.page_of(bookmark_page(shelf, cursor=self.cursor), BookmarkSerializer)

    def _answer(self, shelf: BookmarkList, *, status: int = 200) -> Response:
        self.version = version_of(shelf.name)
        return Response(self.shaped(BookmarkListSerializer, shelf), status=status)


class BookmarkEndpoint(Endpoint):
    """One kept post."""

    is_personal = True
    serializer_class = BookmarkSerializer
    lookup_value_converter = "int"
    scopes: ClassVar = {"partial_update": Scope.LISTS}

    @extend_schema(
        summary="Change a bookmark",
        request=inputs.BookmarkChange(partial=True),
        extensions={"x-unversioned": True},
    )
    def partial_update(self, _request: Request, pk: int) -> Response:
        """Its note, and the list of yours on which it lies; what is not sent stays. The last word counts."""
        bookmark = access.bookmark_for(self.member, int(pk))
        sent = self.accepted(inputs.BookmarkChange, partial=True)
        shelf = access.bookmark_list_for(self.member, sent.get("list", bookmark.list_id))
        note = sent.get("note", bookmark.note)
        changed = bookmarks.change_bookmark(bookmark, note=note, shelf=shelf)
        return Response(self.shaped(BookmarkSerializer, changed))
