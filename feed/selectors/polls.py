"""The poll under a post, as one visitor sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.utils import timezone

from feed.access import Visitor
from feed.models import Poll, PollChoice, PollVote, Post
from feed.selectors.columns import read_columns


@dataclass(frozen=True)
class Answer:
    """One answer of a poll. `pct`: of all votes, rounded for display."""

    pk: int
    text: str
    count: int
    pct: int
    is_mine: bool


@dataclass(frozen=True)
class PollView:
    """A poll for one visitor. Results are shown to those who voted, and to all once it has closed."""

    poll: Poll
    answers: list[Answer]
    is_closed: bool
    shows_results: bool
    may_vote: bool

    @property
    def meter_max(self) -> int:
        """The length of the longest possible bar; a bar has a length even where nobody voted."""
        return max(self.poll.vote_count, 1)


def poll_columns(visitor: Visitor) -> dict[str, Combinable]:
    """What `poll_view` reads, as columns of a query of posts."""
    choices = PollChoice.objects.filter(poll__post=OuterRef("pk")).order_by("position", "pk")
    mine = PollVote.objects.filter(poll__post=OuterRef("pk"), member=visitor.pk)
    facts = JSONObject(pk=F("pk"), text=F("text"), count=F("vote_count"))
    nothing = Value(None, output_field=BigIntegerField())
    return {
        "poll_answers": ArraySubquery(choices.values(facts=facts)),
        "my_answer": Subquery(mine.values("choice")[:1]) if visitor.is_authenticated else nothing,
    }


def poll_of(post: Post) -> Poll | None:
    """The poll that `access.post_for` has loaded with the post."""
    return getattr(post, "poll", None)


def poll_view(
    post: Post, *, visitor: Visitor, row: dict[str, Any] | None = None, now: datetime | None = None
) -> PollView | None:
    """None where nothing is asked. `row` holds `poll_columns`, else they are read."""
    poll = poll_of(post)
    if poll is None:
        return None
    row = row or read_columns(post, poll_columns(visitor))
    mine, is_closed = row["my_answer"], poll.has_closed(now or timezone.now())
    total = sum(each["count"] for each in row["poll_answers"])
    poll.vote_count = total  # as old as the answers
    return PollView(
        poll=poll,
        answers=[_answer(each, total=total, mine=mine) for each in row["poll_answers"]],
        is_closed=is_closed,
        shows_results=is_closed or mine is not None,
        may_vote=visitor.is_authenticated and post.is_live and not is_closed and mine is None,
    )


def _answer(facts: dict[str, Any], *, total: int, mine: int | None) -> Answer:
    return Answer(
        pk=facts["pk"],
        text=facts["text"],
        count=facts["count"],
        pct=round(100 * facts["count"] / total) if total else 0,
        is_mine=facts["pk"] == mine,
    )
