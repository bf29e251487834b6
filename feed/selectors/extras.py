"""What stands beside the text of a post."""

from dataclasses import dataclass

from feed.access import Visitor
from feed.models import Post
from feed.selectors.attention import Attention, attention, attention_columns
from feed.selectors.bookmarks import Keeping, bookmark_columns, keeping
from feed.selectors.columns import read_columns
from feed.selectors.polls import PollView, poll_columns, poll_of, poll_view
from feed.selectors.reactions import ReactionBar, reaction_bar, reaction_columns
from feed.selectors.series import SeriesPlace, series_columns, series_place


@dataclass(frozen=True)
class Extras:
    """What readers may do with a post, and what belongs to it."""

    reactions: ReactionBar
    keeping: Keeping
    place: SeriesPlace | None
    poll: PollView | None
    attention: Attention


def post_extras(post: Post, *, visitor: Visitor) -> Extras:
    """In one query, for a post that `access.post_for` has let through."""
    columns = reaction_columns(visitor) | bookmark_columns(visitor) | attention_columns(visitor)
    if post.series_id:
        columns |= series_columns(visitor)
    if poll_of(post):
        columns |= poll_columns(visitor)
    row = read_columns(post, columns)
    return Extras(
        reactions=reaction_bar(post, visitor=visitor, row=row),
        keeping=keeping(post, visitor=visitor, row=row),
        place=series_place(post, row=row),
        poll=poll_view(post, visitor=visitor, row=row),
        attention=attention(post, visitor=visitor, row=row),
    )
