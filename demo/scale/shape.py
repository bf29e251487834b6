"""How much of what: the same for the same numbers, each time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from demo.scale.words import SEED

CATEGORIES: Final = 12
TAGS: Final = 300
TAGS_PER_POST: Final = 2
# The newest post was published then; the others came before, one after the other.
NEWEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
SPAN: Final = timedelta(days=3 * 365)
MICROSECOND: Final = timedelta(microseconds=1)
# The newest posts have exactly so many comments, so that the length of a thread can be measured.
THREADS: Final = (10, 100, 1_000)
# The larger, the more the first of many get.
SKEW: Final = 3


@dataclass(frozen=True)
class Scale:
    """How many rows. `views`: the sum over all posts."""

    posts: int
    comments: int
    members: int
    views: int


def published_at(number: int, scale: Scale) -> datetime:
    """Of post `number`, from 0 (the oldest) on."""
    younger = scale.posts - 1 - number
    # Of the whole span so many times no timedelta can hold.
    return NEWEST - timedelta(microseconds=SPAN // MICROSECOND * younger // scale.posts)


def comment_counts(scale: Scale) -> list[int]:
    """By post, oldest first; few posts have most of the comments. The newest ones have those of THREADS."""
    counts = [0] * scale.posts
    reserved = THREADS if scale.posts > len(THREADS) and scale.comments >= sum(THREADS) else ()
    spread = scale.posts - len(reserved)
    dice = Random(SEED + 2)  # noqa: S311  (nothing to guard)
    for _ in range(scale.comments - sum(reserved)):
        counts[int(spread * dice.random() ** SKEW)] += 1
    for place, count in enumerate(reversed(reserved), start=1):
        counts[-place] = count
    return counts


def view_counts(scale: Scale) -> list[int]:
    """By post, oldest first; each gets a share that falls with its place, the sum is exact."""
    weights = [1 / (place + 10) for place in range(scale.posts)]
    unit = scale.views / sum(weights)
    counts = [int(weight * unit) for weight in weights]
    counts[0] += scale.views - sum(counts)
    return counts
