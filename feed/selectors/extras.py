"""What stands beside the text of a post."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from accounts.models import User
from config.prepared import prepared_rows
from feed.access import Visitor
from feed.models import NotRelevant, Post
from feed.selectors.attention import Attention, attention, attention_columns
from feed.selectors.beside import beside
from feed.selectors.bookmarks import Keeping, bookmark_columns, keeping
from feed.selectors.polls import PollView, poll_columns, poll_of, poll_view
from feed.selectors.reactions import ReactionBar, reaction_bar, reaction_columns
from feed.selectors.series import SeriesPlace, series_columns, series_place

# What a stranger has done about a post.
STRANGERS: Final = ("my_reaction", "kept_on", "seen_pk", "follow_level", "muted", "blocked")


@dataclass(frozen=True)
class Extras:
    """What readers may do with a post, and what belongs to it. `refuses`: the reader called something not
    relevant here.
    """

    reactions: ReactionBar
    keeping: Keeping
    place: SeriesPlace | None
    poll: PollView | None
    attention: Attention
    refuses: bool


def post_extras(post: Post, *, visitor: Visitor) -> Extras:
    """In one query, for a post that `access.post_for` has let through; in none for strangers, where all is known."""
    is_member = visitor.is_authenticated
    row = _strangers_row(post) if not is_member else None
    row = row or _read(post, visitor)
    return Extras(
        reactions=reaction_bar(post, visitor=visitor, row=row),
        keeping=keeping(post, visitor=visitor, row=row),
        place=series_place(post, row=row),
        poll=poll_view(post, visitor=visitor, row=row),
        attention=attention(post, visitor=visitor, row=row),
        refuses=row.get("refuses", False),
    )


def _strangers_row(post: Post) -> dict[str, Any] | None:
    """Of a post that is no part of a series and has no poll, if it came with what stands beside it."""
    known = beside(post)
    if known is None or post.series_id or poll_of(post):
        return None
    return dict.fromkeys(STRANGERS) | {"reaction_totals_found": known.reaction_totals}


def _read(post: Post, visitor: Visitor) -> dict[str, Any]:
    is_member = visitor.is_authenticated
    shape = ("extras", is_member, bool(post.series_id), bool(poll_of(post)))

    def build(post_pk: int, member_pk: int) -> QuerySet[Any, Any]:
        reader = User(pk=member_pk) if is_member else visitor
        columns = _columns(reader, is_part=bool(post.series_id), has_poll=bool(poll_of(post)))
        return Post.objects.filter(pk=post_pk).order_by().values(**columns)

    return next(prepared_rows(shape, build, post.pk, visitor.pk or 0))


def _columns(visitor: Visitor, *, is_part: bool, has_poll: bool) -> dict[str, Combinable]:
    columns = reaction_columns(visitor) | bookmark_columns(visitor) | attention_columns(visitor)
    if is_part:
        columns |= series_columns(visitor)
    if has_poll:
        columns |= poll_columns(visitor)
    if visitor.is_authenticated:
        refused = NotRelevant.objects.filter(under=OuterRef("pk"), member=visitor)
        columns["refuses"] = Exists(refused)
    return columns
