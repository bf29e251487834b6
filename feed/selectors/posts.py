"""The article page."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts.models import TrustRule, User
from accounts.selectors import trust_rules
from config import freshness
from config.bounded import Bounded
from config.prepared import prepared_models, prepared_rows
from config.shared import FRESH_SECONDS, Shared
from feed import access, shown
from feed.access import Visitor, may_edit_post
from feed.errors import NotFoundError
from feed.models import Comment, Post, PostStatus, Revision, Tag
from feed.selectors.beside import beside, post_with_beside
from feed.selectors.earned import links_of
from feed.selectors.extras import Extras, post_extras
from feed.selectors.history import corrections
from feed.selectors.kept import VERSION, own
from feed.selectors.links import also_discussed
from feed.selectors.read_more import Further, read_more, read_more_of
from feed.selectors.readers import Reader, reader_of
from feed.selectors.site import site_settings
from feed.selectors.threads import Order, Thread, arranged, comments_under
from feed.text.contents import Heading, contents_of, with_heading_links
from feed.text.earned import Links, as_earned
from feed.text.plain import split_after_paragraph

# Each with its text, its comments and what was rendered of them; PAGE_BYTES and COMMENT_BYTES are estimates of what that takes.
SHARED_PAGES: Final = 60
KEPT_BYTES: Final = 8_000_000
PAGE_BYTES, COMMENT_BYTES = 60_000, 5_000
STRANGER: Final = AnonymousUser()


@dataclass(frozen=True)
class PostPage:
    """All that the article page shows. `body_parts`: before and after the slot in the text; `contents`: its headings,
    for a long text; `trust_rules`: the table by level; `links`: what the author's have
    earned; `comments`: all rows under the post, whatever their state; `parts`: what was rendered of the page for every
    reader alike, which may be shared with other requests.
    """

    post: Post
    tags: list[Tag]
    contents: list[Heading]
    body_parts: tuple[str, str]
    comments: list[Comment]
    thread: Thread
    read_more: list[Further]
    corrections: list[Revision]
    extras: Extras
    also_discussed: list[Post]
    trust_rules: Mapping[int, TrustRule]
    links: Links
    can_edit: bool
    parts: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def speakers(self) -> frozenset[int]:
        """Keys of those who said something under the post."""
        return frozenset(comment.author_id for comment in self.comments)

    @property
    def names(self) -> Iterator[str]:
        """Behind the page: the post and the posts beside it, their authors, those who answered."""
        yield from shown.rows(
            [self.post, *(one.post for one in self.read_more), *self.also_discussed]
        )
        if self.post.series_id:
            yield shown.series(self.post.series_id)
        for author_pk in self.speakers:
            yield shown.member(author_pk)


_pages: Shared[PostPage] = Shared(
    size=SHARED_PAGES,
    most_bytes=KEPT_BYTES,
    weigh=lambda page: PAGE_BYTES + COMMENT_BYTES * len(page.comments),
)


class _Asked(NamedTuple):
    """Which page of which state of a post. `order`, `number`: of the page of its conversation."""

    pk: int
    version: str
    language: str | None
    order: Order
    number: int


# When the page of a post was made last, in seconds of a clock that only goes forward.
_opened: Bounded[int, float] = Bounded(size=1_000)


def open_page(pk: int, *, visitor: Visitor, order: Order = Order.BEST, number: int = 1) -> PostPage:
    """The page of a post, if this visitor may see it.

    Whether, and in which version, is asked each time. What the page shows to everybody is read once for all of them, and
    is as true as a kept page; a member's own marks are read each time.

    Raises:
        NotFoundError: there is none, or this visitor may not see it.
    """
    if freshness.position() is None:
        post = access.post_for(visitor, pk)
        return post_page(post, visitor=visitor, order=order, number=number)
    version = live_version(visitor, pk)
    if version is None:
        post = access.let_through(pk)
        return post_page(post, visitor=visitor, order=order, number=number)
    page = strangers_page(pk, version, order=order, number=number)
    page = replace(page, post=own(page.post))
    return _as_seen_by(visitor, page, number=number) if visitor.is_authenticated else page


def strangers_page(pk: int, version: str, *, order: Order, number: int) -> PostPage:
    """What all see of a live post, in a version that somebody has just been let see; shared, so nobody changes it."""
    asked = _Asked(pk, version, get_language(), order, number)
    return _shared(asked, lambda: post_with_beside(pk)[0])


def live_page(pk: int, *, order: Order, number: int) -> PostPage:
    """As `strangers_page`, for a stranger. Where nobody asked for the post lately, door and page are one question.

    Raises:
        NotFoundError: there is none, or it is not live.
    """
    if time.monotonic() - _opened.get(pk, -FRESH_SECONDS) < FRESH_SECONDS:
        version = live_version(STRANGER, pk)
        if version is None:
            raise NotFoundError
        return strangers_page(pk, version, order=order, number=number)
    post, known = post_with_beside(pk, door=access.open_to_all)
    asked = _Asked(pk, known.version, get_language(), order, number)
    return _shared(asked, lambda: post, since=known.position)


def _shared(asked: _Asked, read: Callable[[], Post], *, since: int | None = None) -> PostPage:
    """`since`: the position in the log before the post was read, where that is done already."""

    def make() -> PostPage:
        _opened[asked.pk] = time.monotonic()
        return post_page(read(), visitor=STRANGER, order=asked.order, number=asked.number)

    return _pages.get(asked, make, names=lambda made: made.names, since=since)


def post_page(
    post: Post, *, visitor: Visitor, order: Order = Order.BEST, number: int = 1
) -> PostPage:
    """The page of a post that `access.post_for` has let through, in six queries more; in two, where what stands beside it is known.

    `order`, `number`: of the page of the conversation.
    """
    known = beside(post)
    extras = post_extras(post, visitor=visitor)
    rules = trust_rules()
    links = links_of(post.author, rules=rules)
    body_html = as_earned(post.body_html, links)
    comments = comments_under(post) if known is None or known.has_comments else []
    return PostPage(
        post=post,
        tags=known.tags
        if known
        else prepared_models("tags", lambda pk: Tag.objects.filter(posts=pk), post.pk),
        contents=contents_of(body_html),
        body_parts=split_after_paragraph(
            with_heading_links(body_html, language=post.language),
            paragraph=site_settings().slot_paragraph,
        ),
        comments=comments,
        thread=arranged(
            comments, visitor=visitor, order=order, attention=extras.attention, number=number
        ),
        read_more=read_more(post, visitor=visitor),
        corrections=corrections(post),
        extras=extras,
        also_discussed=also_discussed(post, visitor=visitor),
        trust_rules=rules,
        links=links,
        can_edit=may_edit_post(visitor, post),
    )


def _as_seen_by(member: User, page: PostPage, *, number: int) -> PostPage:
    """A stranger's page with what differs for this member."""
    post, order = page.post, page.thread.order
    extras = post_extras(post, visitor=member)
    reader: Reader = reader_of(member)
    return replace(
        page,
        thread=arranged(
            page.comments, visitor=member, order=order, attention=extras.attention, number=number
        ),
        read_more=read_more_of(reader, post, known=page.read_more, refuses=extras.refuses),
        extras=extras,
        also_discussed=also_discussed(post, visitor=member),
        can_edit=may_edit_post(member, post),
        # What machines are told of the conversation holds words that this member does not want to meet.
        parts={} if extras.attention.hushed else page.parts,
    )


def live_version(visitor: Visitor, pk: int) -> str | None:
    """None for a post that is not live: strangers have no page of it. Raises NotFoundError: there is none, or this visitor may not see it."""
    if not 0 < pk <= access.MAX_PK:
        raise NotFoundError
    is_moderator = isinstance(visitor, User) and visitor.is_moderator
    shape = ("version", visitor.is_authenticated, is_moderator)

    def build(post_pk: int, member_pk: int) -> QuerySet[Any, Any]:
        is_other = visitor.is_authenticated and not is_moderator
        reader = User(pk=member_pk) if is_other else visitor
        return (
            Post.objects.visible_to(reader).filter(pk=post_pk).values("status", row_version=VERSION)
        )

    row = next(prepared_rows(shape, build, pk, visitor.pk or 0), None)
    if row is None:
        raise NotFoundError
    return str(row["row_version"]) if row["status"] == PostStatus.PUBLISHED else None
