"""Posts: read, written, published."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.pagination import SignedCursorPagination, list_name, page_size_of
from accounts.api.queries import PAGED, SHAPED, require_known
from accounts.api.versions import require_match
from accounts.models import Scope
from config.freshness import position, shows
from feed import access, shown, sweepers
from feed.api import inputs
from feed.api.alike import Told, alike
from feed.api.beside import PostBeside
from feed.api.choosing import choice, naming
from feed.api.comments import PostComments
from feed.api.desk import WritersDesk
from feed.api.readers import PostReaders
from feed.api.serializers import PostDetailSerializer, PostSerializer
from feed.api.shaping import SHAPE
from feed.models import Post
from feed.selectors.extras import post_extras
from feed.selectors.for_you import for_you_page
from feed.selectors.kept import read_tagged_cards
from feed.selectors.pages import Order, Page, read_page
from feed.selectors.posts import live_version
from feed.selectors.public import followed_posts, own_posts, public_posts
from feed.selectors.read_more import read_more
from feed.selectors.readers import reader_of
from feed.selectors.tabs import Tab, Window
from feed.services import publishing, scheduling
from feed.services.for_you import renew
from feed.services.visiting import remember_shown

ORDERS = {Tab.HOT: ("hotness", float), Tab.TOP: ("score", float)}
CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous` of a page.")


class InstantField(IsoDateTimeField):  # type: ignore[misc]
    """An instant, in UTC, since PostgreSQL knows no offset beyond sixteen hours; what is sent and empty is none."""

    def to_python(self, value: Any) -> Any:
        refusal = forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if value == "":
            raise refusal
        found = super().to_python(value)
        try:
            return found.astimezone(UTC) if found else found
        except OverflowError as error:
            raise refusal from error


class InstantFilter(filters.IsoDateTimeFilter):  # type: ignore[misc]
    field_class = InstantField


class PostFilter(filters.FilterSet):  # type: ignore[misc]
    """`category`, `tag` and `author` are slugs and a username; `language` is a code such as nl."""

    category = filters.CharFilter(field_name="category__slug")
    tag = filters.CharFilter(field_name="tags__slug")
    author = filters.CharFilter(field_name="author__username", lookup_expr="iexact")
    language = filters.CharFilter(field_name="language")
    published_after = InstantFilter(field_name="published_at", lookup_expr="gte")
    published_before = InstantFilter(field_name="published_at", lookup_expr="lt")


class PostEndpoint(PostComments, PostReaders, PostBeside, WritersDesk, Endpoint):
    """Posts, each with what belongs to it."""

    kept_query = PAGED | SHAPED | {"category", "tag", "author", "language", "sort", "window"}
    filter_backends = (filters.DjangoFilterBackend,)
    filterset_class = PostFilter
    serializer_class = PostSerializer
    pagination_class = SignedCursorPagination
    lookup_value_converter = "int"
    for_members: ClassVar = frozenset(("mine", "mentionable"))
    queries: ClassVar = {
        "list": kept_query | PostFilter.base_filters.keys(),
        "mine": PAGED | SHAPED,
        "retrieve": SHAPED,
    } | PostComments.queries | WritersDesk.queries  # fmt: skip
    scopes: ClassVar = (
        dict.fromkeys(
            ("create", "partial_update", "destroy", "publish", "unpublish", "schedule"), Scope.POSTS
        )
        | PostComments.scopes
        | PostReaders.scopes
        | PostBeside.scopes
        | WritersDesk.scopes
    )

    def get_queryset(self) -> QuerySet[Post]:
        return public_posts(self.request.user)

    @extend_schema(
        summary="List posts",
        parameters=[
            *SHAPE,
            OpenApiParameter(
                "sort", str, enum=[tab.value for tab in Tab],
                description="As the tabs of the front page; following and for-you are for members.",
            ),
            OpenApiParameter(
                "window", str, enum=[window.value for window in Window],
                description="How far top looks back; all time where nothing is said.",
            ),
        ],
    )  # fmt: skip
    def list(self, request: Request) -> Response:
        """Published posts that you have not muted. `for-you` is one ranking, which takes no filters."""
        tab = choice(request, "sort", Tab, Tab.LATEST)
        if tab.is_personal and not request.user.is_authenticated:
            raise NotAuthenticated
        if tab is Tab.FOR_YOU:
            require_known(request, PAGED | SHAPED | {"sort"})
            return self._for_you()
        window = choice(request, "window", Window, Window.ALL)  # other tabs have no use for it
        if not request.user.is_authenticated and tab is not Tab.TOP:  # which depends on the clock
            return alike(request, lambda: self._listed(tab, window))[0]
        listed = self._listed(tab, window)
        shows(request._request, listed.names)
        return Response(listed.data)

    def _listed(self, tab: Tab, window: Window) -> Told:
        posts = followed_posts(self.member) if tab is Tab.FOLLOWING else self.get_queryset()
        if tab is Tab.TOP:
            posts = posts.since(window.begins_at(datetime.now(UTC)))  # type: ignore[attr-defined]
        field, kind = ORDERS.get(tab, ("published_at", datetime))
        page = self._page(self._filtered(posts), field=field, kind=kind)
        names = [shown.POSTS, shown.HOT] if tab is Tab.HOT else [shown.POSTS]
        return Told(self.paged(page, PostSerializer), [*names, *shown.rows(page.rows)])

    @extend_schema(
        summary="List your own posts",
        parameters=[*SHAPE],
        responses=PostSerializer(many=True),
        filters=False,
    )
    @action(detail=False, filterset_class=None)
    def mine(self, _request: Request) -> Response:
        """In any state, last changed first."""
        page = self._page(own_posts(self.member), field="edited_at", kind=datetime)
        return self.page_of(page, PostSerializer)

    @extend_schema(summary="Read a post", parameters=[*SHAPE], responses=PostDetailSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        """With its text, its Read More list, reactions, poll and place in a series."""
        visitor = request.user
        if visitor.is_authenticated or position() is None:
            return self._detail(access.post_for(visitor, int(pk)))
        # Whether it may be seen, and in which version, is asked each time.
        version = live_version(visitor, int(pk))
        answer, self.version = alike(request, lambda: self._told(int(pk)), key=version)
        return answer

    def _told(self, pk: int) -> Told:
        return self._whole(access.post_for(self.request.user, pk))

    @extend_schema(
        summary="Write a post", request=inputs.PostInput, responses={201: PostDetailSerializer}
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """A new draft that only you see; publish or schedule it next."""
        draft = self._draft(self.accepted(inputs.PostInput), post=None)
        post = publishing.create_post(author=self.member, draft=draft)
        return self._written(post, status=201)

    @extend_schema(
        summary="Change a post",
        request=inputs.PostChange(partial=True),
        responses=PostDetailSerializer,
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """What is not sent stays. If-Match holds the ETag that you read."""
        post = access.editable_post_for(self.member, int(pk))
        require_match(request, version=f"v{post.version}")
        sent = self.accepted(inputs.PostChange, partial=True)
        correction = sent.pop("correction", "")
        changed = publishing.edit_post(
            post,
            editor=self.member,
            draft=self._draft(sent, post=post),
            version=post.version,
            correction=correction,
        )
        return self._written(changed)

    @extend_schema(summary="Delete a post", responses={204: None})
    def destroy(self, _request: Request, pk: int) -> Response:
        """For good, with its comments."""
        publishing.delete_post(access.editable_post_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="Publish a post", request=None, responses=PostDetailSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, _request: Request, pk: int) -> Response:
        """`status` says whether readers see it, or moderators look at it first (held)."""
        post = access.editable_post_for(self.member, int(pk))
        return self._detail(publishing.publish_post(post, actor=self.member))

    @extend_schema(summary="Withdraw a post", request=None, responses=PostDetailSerializer)
    @action(detail=True, methods=["post"])
    def unpublish(self, _request: Request, pk: int) -> Response:
        """It is a draft again."""
        post = access.editable_post_for(self.member, int(pk))
        return self._detail(publishing.unpublish_post(post))

    @extend_schema(
        summary="Schedule a post", request=inputs.ScheduleInput, responses=PostDetailSerializer
    )
    @action(detail=True, methods=["post"])
    def schedule(self, _request: Request, pk: int) -> Response:
        """Publish a draft later; sent again, it moves the time."""
        post = access.editable_post_for(self.member, int(pk))
        at = self.accepted(inputs.ScheduleInput)["at"]
        return self._detail(scheduling.schedule_post(post, at=at))

    def _filtered(self, posts: QuerySet[Post]) -> QuerySet[Post]:
        """The library makes a form of seven fields even where nothing is asked for."""
        is_asked = not PostFilter.base_filters.keys().isdisjoint(self.request.query_params)
        return self.filter_queryset(posts) if is_asked else posts

    def _page(self, posts: QuerySet[Post], *, field: str, kind: Any) -> Page[Post]:
        """Descending by a field, then by key; the order's name tells this list from every other."""
        order = Order(list_name(self.request), field, kind)
        size = page_size_of(self.request)
        return read_page(posts, order=order, cursor=self.cursor, size=size, read=read_tagged_cards)

    def _for_you(self) -> Response:
        reader = reader_of(self.member)
        size = page_size_of(self.request)
        ranked = for_you_page(
            self.member, reader=reader, cursor=self.cursor, now=datetime.now(UTC), size=size
        )
        remember_shown(ranked.page.rows, reader=reader)
        if ranked.is_old:
            renew(self.member)
        return self.page_of(ranked.page, PostSerializer)

    def _draft(self, sent: dict[str, Any], *, post: Post | None) -> publishing.PostDraft:
        form = inputs.post_form(sent, post=post, zone=UTC)
        pk = form.cleaned_data["image_pk"]
        with naming("lead_image", "There is no such picture of yours."):
            image = access.image_for(self.member, pk, post=post) if pk else None
        return form.draft(lead_image=image)

    def _written(self, post: Post, *, status: int = 200) -> Response:
        if post.link_id:
            sweepers.fetch_link.delay_on_commit(post.link_id)
        answer = self._detail(post)
        answer.status_code = status
        if status == 201:
            answer.headers["Location"] = f"/api/v1/posts/{post.pk}/"
        return answer

    def _detail(self, post: Post) -> Response:
        told = self._whole(post)
        shows(self.request._request, told.names)
        self.version = told.version
        return Response(told.data)

    def _whole(self, post: Post) -> Told:
        further = read_more(post, visitor=self.request.user)
        extras = post_extras(post, visitor=self.request.user)
        context = {"read_more": further, "extras": extras}
        names = shown.rows([post, *(one.post for one in further)])
        data = self.shaped(PostDetailSerializer, post, **context)
        return Told(data, names, version=f"v{post.version}")
