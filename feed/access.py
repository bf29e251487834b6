"""The doors: every row that a visitor names by an address is fetched here, through a permission."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from config.prepared import prepared_models
from feed.errors import NotAllowedError, NotFoundError, SilencedError
from feed.models import (
    Autosave,
    Bookmark,
    BookmarkList,
    Category,
    Comment,
    Image,
    LinkPreview,
    Post,
    Revision,
    Series,
    Tag,
)
from feed.models.post_queryset import PostQuerySet

# Beyond this no row exists, and PostgreSQL would refuse the number.
MAX_PK = 2**63 - 1
MAX_NUMBER = 2**31 - 1
# No page that shows a post shows this of it.
UNREAD = (
    "search", "body", "held_reasons", "author__password", "author__email", "author__bio", "author__language", "author__time_zone",
)  # fmt: skip

Visitor = User | AnonymousUser
Row = TypeVar("Row")


def require_voice(member: User) -> None:
    """For all that others read or count. Raises SilencedError: moderators let this member only read."""
    if member.is_silenced and member.silenced_until:
        raise SilencedError(member.silenced_until)


def post_for(visitor: Visitor, pk: int) -> Post:
    """The post with its author, category, image, series, poll and, where it is about one, page elsewhere.

    Each table that is joined makes PostgreSQL plan longer, so the two behind a page elsewhere are not.

    Raises:
        NotFoundError: there is none, or this visitor may not see it.
    """
    whole = _whole(Post.objects.visible_to(visitor))
    return _with_link(whole.filter(pk=pk).first() if pk <= MAX_PK else None)


def let_through(pk: int, *, beside: Callable[[], Mapping[str, Any]] = dict) -> Post:
    """As `post_for`, where a door has just let this visitor through, without the source of the text.

    Args:
        beside: what else to find in the same query, as Django annotates it.

    Raises:
        NotFoundError: it is gone meanwhile.
    """
    return _read_whole(Post.objects.all, pk, key=("post", beside), beside=beside)


def open_to_all(pk: int, *, beside: Callable[[], Mapping[str, Any]] = dict) -> Post:
    """As `post_for`, for strangers, otherwise as `let_through`. Raises NotFoundError: there is none, or it is not live."""
    return _read_whole(Post.objects.live, pk, key=("live post", beside), beside=beside)


def _read_whole(
    posts: Callable[[], PostQuerySet],
    pk: int,
    *,
    key: Hashable,
    beside: Callable[[], Mapping[str, Any]],
) -> Post:
    if not 0 < pk <= MAX_PK:
        raise NotFoundError

    def build(pk: int) -> PostQuerySet:
        return _whole(posts().filter(pk=pk)).defer(*UNREAD).annotate(**beside())

    found = prepared_models(key, build, pk)
    return _with_link(found[0] if found else None)


def _whole(posts: PostQuerySet) -> PostQuerySet:
    beside = ("author", "category", "lead_image", "series", "poll")
    return posts.select_related(*beside).defer("search")


def _with_link(post: Post | None) -> Post:
    if post is None:
        raise NotFoundError
    if post.link_id:
        post.link = LinkPreview.objects.select_related("image").get(pk=post.link_id)
    return post


def editable_post_for(member: User, pk: int) -> Post:
    """A post that this member may change: one's own, or any for a moderator.

    Raises:
        NotFoundError, NotAllowedError: it cannot be seen; it can be seen but not changed.
    """
    post = post_for(member, pk)
    if not may_edit_post(member, post):
        raise NotAllowedError
    return post


def may_edit_post(visitor: Visitor, post: Post) -> bool:
    """A hidden post is evidence: only moderators change it."""
    if not visitor.is_authenticated:
        return False
    return visitor.is_moderator or (post.author_id == visitor.pk and not post.is_hidden)


def comment_for(visitor: Visitor, pk: int) -> Comment:
    """The comment with its post and author.

    Raises:
        NotFoundError: there is none, or this visitor may not see it or its post.
    """
    comments = Comment.objects.visible_to(visitor).select_related("post", "author")
    comment = comments.filter(pk=pk).first() if pk <= MAX_PK else None
    if comment is None:
        raise NotFoundError
    post_for(visitor, comment.post_id)
    return comment


def editable_comment_for(member: User, pk: int) -> Comment:
    """A comment that this member may change: one's own while it stands.

    Raises:
        NotFoundError, NotAllowedError: it cannot be seen; it can be seen but not changed.
    """
    comment = comment_for(member, pk)
    if comment.author_id != member.pk or not (comment.is_live or comment.is_held):
        raise NotAllowedError
    return comment


def embeddable_post(pk: int) -> Post:
    """A post that other people's pages may show: live, its author beyond probation. Raises NotFoundError."""
    posts = Post.objects.indexable().select_related("author", "category", "lead_image")
    return _first_or_not_found(posts.without_text().filter(pk=min(pk, MAX_PK)).first())


def revision_of(post: Post, number: int) -> Revision:
    """A revision of a post that a door has let through. Raises NotFoundError."""
    return _first_or_not_found(post.revisions.filter(number=min(number, MAX_NUMBER)).first())


def bookmark_list_for(member: User, pk: int) -> BookmarkList:
    """A list of one's own; those of others do not exist for us. Raises NotFoundError."""
    own = BookmarkList.objects.filter(member=member, pk=min(pk, MAX_PK))
    return _first_or_not_found(own.first())


def bookmark_for(member: User, pk: int) -> Bookmark:
    """A bookmark of one's own, with its post and list. Raises NotFoundError."""
    own = Bookmark.objects.filter(list__member=member, pk=min(pk, MAX_PK))
    return _first_or_not_found(own.select_related("post", "list").first())


def series_for(visitor: Visitor, pk: int) -> Series:
    """A series with something to read, or one that this visitor may change; with its author. Raises NotFoundError."""
    found = Series.objects.select_related("author").filter(pk=min(pk, MAX_PK)).first()
    series = _first_or_not_found(found)
    if not (may_edit_series(visitor, series) or Post.objects.live().filter(series=series).exists()):
        raise NotFoundError
    return series


def editable_series_for(member: User, pk: int) -> Series:
    """Raises NotFoundError, NotAllowedError: it cannot be seen; it can be seen but not changed."""
    series = series_for(member, pk)
    if not may_edit_series(member, series):
        raise NotAllowedError
    return series


def may_edit_series(visitor: Visitor, series: Series) -> bool:
    return visitor.is_authenticated and (series.author_id == visitor.pk or visitor.is_moderator)


def category_named(slug: str) -> Category:
    """Raises NotFoundError."""
    return _first_or_not_found(Category.objects.filter(slug=slug).first())


def tag_named(slug: str) -> Tag:
    """Raises NotFoundError."""
    return _first_or_not_found(Tag.objects.filter(slug=slug).first())


def member_named(username: str) -> User:
    """An active member, whatever the case of the letters. Raises NotFoundError."""
    return _first_or_not_found(
        User.objects.filter(username__iexact=username, is_active=True).first()
    )


def member_showing_reactions(visitor: Visitor, username: str) -> User:
    """A member whose reactions this visitor may see. Raises NotFoundError."""
    member = member_named(username)
    if not may_see_reactions_of(visitor, member):
        raise NotFoundError
    return member


def may_see_reactions_of(visitor: Visitor, member: User) -> bool:
    """One's own, and those of members who chose to show them."""
    return member.shows_reactions or visitor.pk == member.pk


def unsaved_for(member: User, key: str) -> Autosave:
    """Words of this member that are kept under a key. Raises NotFoundError."""
    return _first_or_not_found(
        Autosave.objects.select_related("post").filter(member=member, key=key[:40]).first()
    )


def image_for(member: User, pk: int, *, post: Post | None) -> Image:
    """A picture that this member may put above `post`: an own one, or the one that is there. Raises NotFoundError."""
    if post is not None and post.lead_image is not None and post.lead_image_id == pk:
        return post.lead_image
    return _first_or_not_found(
        Image.objects.filter(owner=member, pk=pk).first() if pk <= MAX_PK else None
    )


def _first_or_not_found(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row
