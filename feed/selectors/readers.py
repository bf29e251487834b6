"""Who reads a feed, and how."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from feed.access import Visitor
from feed.models import Post, ReaderState
from feed.models.post import PostQuerySet


@dataclass(frozen=True)
class Reader:
    """A visitor with what the site remembers of how he reads; of strangers, nothing.

    `languages`: codes, none for all; `tab`: code of the remembered tab or ""; `new_since`: posts after it are new to
    the reader, None where nothing is marked; `visit_started_at`: None for strangers.
    """

    visitor: Visitor = field(default_factory=AnonymousUser)
    languages: tuple[str, ...] = ()
    tab: str = ""
    new_since: datetime | None = None
    visit_started_at: datetime | None = None
    keeps_history: bool = False

    @property
    def member(self) -> User | None:
        return self.visitor if self.visitor.is_authenticated else None

    def posts(self) -> PostQuerySet:
        """All that this reader may see in a feed: live, wanted, in the reader's languages."""
        return Post.objects.live().wanted_by(self.visitor).in_languages(self.languages)

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


def reader_of(visitor: Visitor) -> Reader:
    """How this visitor reads, in one query; none for strangers."""
    if not visitor.is_authenticated:
        return Reader(visitor)
    state = ReaderState.objects.filter(member=visitor).first()
    return as_reader(visitor, state or ReaderState(member=visitor))


def as_reader(member: User, state: ReaderState) -> Reader:
    return Reader(
        visitor=member,
        languages=tuple(state.languages),
        tab=state.tab,
        new_since=state.last_visit_at,
        visit_started_at=state.visit_started_at,
        keeps_history=state.keeps_history,
    )
