"""What the feed's pages show and its deeds change, by the names that both sides use (config.freshness)."""

from collections.abc import Iterable

from config.freshness import SITE, touch, withdraw
from feed.models import Post

# Which posts are live, and in which order of time: every listing but that of a category shows it.
POSTS = "posts"
# The order by hotness.
HOT = "hot"


def post(pk: int) -> str:
    """All that stands in a row about a post, and on its page."""
    return f"post:{pk}"


def category(pk: int) -> str:
    """Which posts are live in a category."""
    return f"category:{pk}"


def member(pk: int) -> str:
    """What a member tells of himself, and whether the member may be here."""
    return f"member:{pk}"


def tell_member_changed(pk: int) -> None:
    """What is shown of a member's profile is something else."""
    touch(member(pk))


def comments_by(pk: int) -> str:
    """What a member has said under posts."""
    return f"comments-by:{pk}"


def series(pk: int) -> str:
    return f"series:{pk}"


def rows(posts: Iterable[Post]) -> list[str]:
    """The names behind rows of posts, which show their authors."""
    return [name for each in posts for name in (post(each.pk), member(each.author_id))]


def tell_changed(*pks: int) -> None:
    """Posts say something else, or other figures stand beside them; listings keep their order, but for hotness."""
    touch(HOT, *map(post, pks))


def tell_commented(post_pk: int, *, author_pk: int, is_gone: bool) -> None:
    """A comment says something, or something else; `is_gone`: nothing to its readers any more."""
    (withdraw if is_gone else touch)(post(post_pk), comments_by(author_pk))


def tell_moved(changed: Post, *, category_pks: Iterable[int], is_gone: bool) -> None:
    """A post has come to listings, or gone from them, or stands elsewhere in them; `is_gone`: from its readers."""
    names = (SITE, POSTS, HOT, *map(category, category_pks))
    series_names = [series(changed.series_id)] if changed.series_id else []
    touch(*names, *series_names)
    (withdraw if is_gone else touch)(post(changed.pk))
