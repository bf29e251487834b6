"""What a member keeps."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import BigIntegerField, Count, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable

from accounts.models import User
from feed.access import Visitor
from feed.models import Bookmark, BookmarkList, Post
from feed.selectors.columns import read_columns
from feed.selectors.pages import Order, Page, read_page

KEPT: Final = Order("kept", "created_at")


@dataclass(frozen=True)
class Keeping:
    """Whether a post is kept. `list_pk`: the visitor's list on which it lies, or None."""

    list_pk: int | None
    may_keep: bool


def bookmark_columns(visitor: Visitor) -> dict[str, Combinable]:
    """What `keeping` reads, as columns of a query of posts."""
    mine = Bookmark.objects.filter(post=OuterRef("pk"), list__member=visitor.pk)
    is_member = visitor.is_authenticated
    nowhere = Value(None, output_field=BigIntegerField())
    return {"kept_on": Subquery(mine.values("list")[:1]) if is_member else nowhere}


def keeping(post: Post, *, visitor: Visitor, row: dict[str, Any] | None = None) -> Keeping:
    """For a post that a door has let through; `row` holds `bookmark_columns`, else they are read."""
    row = row or read_columns(post, bookmark_columns(visitor))
    return Keeping(list_pk=row["kept_on"], may_keep=visitor.is_authenticated and post.is_live)


def lists_of(member: User) -> list[BookmarkList]:
    """All lists, the oldest first, each with its `bookmark_total`."""
    return list(
        BookmarkList.objects.filter(member=member)
        .annotate(bookmark_total=Count("bookmarks"))
        .order_by("pk")
    )


def bookmark_page(shelf: BookmarkList, *, cursor: str | None) -> Page[Bookmark]:
    """What lies on a list, last kept first, with posts that are not public now (templates tell nothing of them)."""
    kept = Bookmark.objects.filter(list=shelf).select_related(
        "post__author", "post__category", "post__lead_image"
    )
    lean = kept.defer("post__body", "post__body_html", "post__search", "post__held_reasons")
    return read_page(lean, order=replace(KEPT, name=f"kept{shelf.pk}"), cursor=cursor)
