"""What an author is told of the readers of a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from counting.selectors import counts_since, readers_since
from feed.models import Post

# The kinds of events of a post, as counting knows them.
VIEW: Final = "view"
FINISH: Final = "finish"
DAYS: Final = 30


@dataclass(frozen=True)
class Readership:
    """Of the last DAYS days. `readers`: distinct on each day, summed up; `finished`: came to the end of the text."""

    readers: int
    finished: int


def with_readership(posts: Iterable[Post], *, today: date) -> list[tuple[Post, Readership]]:
    """Posts in their order, each with its readers; two queries."""
    rows, since = list(posts), today - timedelta(days=DAYS - 1)
    pks = [post.pk for post in rows]
    readers, finished = readers_since(VIEW, since, pks), counts_since(FINISH, since, pks)
    return [(post, Readership(readers.get(post.pk, 0), finished.get(post.pk, 0))) for post in rows]
