"""Who reads a feed, and how."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Block, User
from accounts.selectors import unread_rows
from config.prepared import Question, rows_about
from feed.access import Visitor
from feed.models import Mute, Post, ReaderState
from feed.models.post_queryset import PostQuerySet

STORED: Final = (
    "languages", "tab", "last_visit_at", "visit_started_at", "seen_at", "keeps_history",
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A visitor with what the site remembers of how he reads; of strangers, nothing.

    `languages`: codes, none for all; `tab`: code of the remembered tab or ""; `new_since`: posts after it are new to
    the reader, None where nothing is marked; `visit_started_at`, `seen_at`: None for strangers; `shuns_nobody`: nothing is
    muted, nobody blocked; `unread`: notifications, None where they were not counted.
    """

    visitor: Visitor = field(default_factory=AnonymousUser)
    languages: tuple[str, ...] = ()
    tab: str = ""
    new_since: datetime | None = None
    visit_started_at: datetime | None = None
    seen_at: datetime | None = None
    keeps_history: bool = False
    shuns_nobody: bool = False
    unread: int | None = None

    @property
    def reads_all(self) -> bool:
        """Whether lists show this reader what they show every stranger."""
        return self.member is None or (self.shuns_nobody and not self.languages)

    @property
    def member(self) -> User | None:
        return self.visitor if self.visitor.is_authenticated else None

    def posts(self) -> PostQuerySet:
        """All that this reader may see in a feed: live, wanted, in the reader's languages."""
        posts = Post.objects.live().in_languages(self.languages)
        return posts if self.shuns_nobody else posts.wanted_by(self.visitor)

    def new_among(self, posts: Iterable[Post]) -> frozenset[int]:
        """Keys of the posts by others that were published after the last visit."""
        since, member = self.new_since, self.member
        if since is None or member is None:
            return frozenset()
        return frozenset(
            post.pk
            for post in posts
            if post.published_at and post.published_at > since and post.author_id != member.pk
        )


def reader_question() -> Question:
    """What `reader_of` asks."""
    return Question("reader", _states)


def reader_of(visitor: Visitor) -> Reader:
    """How this visitor reads, in one query; none for strangers."""
    if not visitor.is_authenticated:
        return Reader(visitor)
    row = next(rows_about(visitor, reader_question()), None)
    if row is None:
        return as_reader(visitor, ReaderState(member=visitor))
    has_blocks, has_mutes = row.pop("has_blocks"), row.pop("has_mutes")
    return replace(
        as_reader(visitor, SimpleNamespace(**row)),
        shuns_nobody=not (has_blocks or has_mutes),
        unread=len(row["unread"]),
    )


def _states(member_pk: int) -> QuerySet[Any, Any]:
    states: QuerySet[Any, Any] = ReaderState.objects.filter(member=member_pk).values(
        *STORED,
        has_blocks=Exists(Block.objects.filter(blocker=OuterRef("member"))),
        has_mutes=Exists(Mute.objects.filter(member=OuterRef("member"))),
        unread=ArraySubquery(unread_rows(member_pk)),
    )
    return states


def as_reader(member: User, state: ReaderState | SimpleNamespace) -> Reader:
    """`state`: has what is STORED."""
    return Reader(
        visitor=member,
        languages=tuple(state.languages),
        tab=state.tab,
        new_since=state.last_visit_at,
        visit_started_at=state.visit_started_at,
        seen_at=state.seen_at,
        keeps_history=state.keeps_history,
    )
