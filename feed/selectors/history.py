"""What a post said before, and what changed."""

from dataclasses import dataclass
from itertools import pairwise

from feed.models import Post, Revision
from feed.text.diff import Piece, word_diff

# A history longer than this is shown from its newest end.
SHOWN = 50


@dataclass(frozen=True)
class Step:
    """A revision and what it changed; `pieces` is None where either side was purged or there is no side before."""

    revision: Revision
    title_pieces: list[Piece] | None
    pieces: list[Piece] | None


def post_history(post: Post) -> list[Step]:
    """Newest first, at most SHOWN."""
    revisions = list(post.revisions.select_related("editor").latest_first()[: SHOWN + 1])
    steps = [_step(newer, older) for newer, older in pairwise(revisions)]
    if revisions and len(revisions) <= SHOWN:
        steps.append(Step(revisions[-1], None, None))
    return steps


def corrections(post: Post) -> list[Revision]:
    """What readers were told about changes, newest first; asks for nothing where nothing was changed."""
    if post.version == 1:
        return []
    return list(post.revisions.corrections().latest_first().defer("body"))


def _step(newer: Revision, older: Revision) -> Step:
    if newer.is_purged or older.is_purged:
        return Step(newer, None, None)
    return Step(
        revision=newer,
        title_pieces=word_diff(older.title, newer.title),
        pieces=word_diff(older.body, newer.body),
    )
