"""What an act on many texts would touch, and what it touched."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from feed.models import (
    Comment,
    CommentStatus,
    ContactKind,
    ContactUse,
    Post,
    PostStatus,
    RuleHit,
    TextKind,
    WrittenRule,
)
from feed.spam.contacts import domain_key
from moderation.models import Batch, Scope, Verb

# More in one act would take longer than anybody waits; the rest is left for a second act.
MOST: Final = 500
LATEST: Final = 5
# In which states a text is touched by a decision on many.
TOUCHED: Final = {
    Verb.HIDE: (PostStatus.PUBLISHED, PostStatus.HELD),
    Verb.RELEASE: (PostStatus.HELD,),
}


@dataclass(frozen=True)
class Touched:
    """The posts and comments of a scope that a decision would change, each with its author, oldest first."""

    posts: list[Post]
    comments: list[Comment]

    @property
    def texts(self) -> list[Post | Comment]:
        return [*self.posts, *self.comments]

    def __len__(self) -> int:
        return len(self.posts) + len(self.comments)

    @property
    def authors(self) -> int:
        return len({each.author_id for each in self.texts})


def touched_by(*, scope: Scope, value: str, verb: Verb) -> Touched:
    """At most MOST posts and as many comments; none of those that moderators wrote themselves."""
    states = [state.value for state in TOUCHED[verb]]
    posts = Post.objects.filter(_is_in(scope, value, TextKind.POST), status__in=states)
    comments = Comment.objects.filter(_is_in(scope, value, TextKind.COMMENT), status__in=states)
    return Touched(
        posts=list(_of_members(posts).defer("body_html", "search")),
        comments=list(_of_members(comments.exclude(status=CommentStatus.DELETED))),
    )


def batches_newest_first() -> QuerySet[Batch]:
    """All acts, each with who did it and who took it back."""
    return Batch.objects.select_related("actor", "undone_by").order_by("-pk")


def latest_batches() -> list[tuple[Batch, str]]:
    """The latest acts, each with the name of what its texts had in common."""
    latest = batches_newest_first()[:LATEST]
    return [(batch, name_of(Scope(batch.scope), batch.value)) for batch in latest]


def name_of(scope: Scope, value: str) -> str:
    """A rule by its name, where it still is; everything else as it is."""
    if scope != Scope.RULE:
        return value
    rule = WrittenRule.objects.filter(pk=_rule_pk(value)).first()
    return rule.name if rule else value


def _of_members(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.filter(author__is_staff=False).select_related("author").order_by("pk")[:MOST]


def _is_in(scope: Scope, value: str, kind: TextKind) -> Q:
    if scope == Scope.AUTHOR:
        return Q(author__username__iexact=value)
    if scope == Scope.RULE:
        hits = RuleHit.objects.filter(rule=_rule_pk(value), kind=kind)
        return Q(pk__in=hits.values("subject_pk"))
    uses = ContactUse.objects.filter(
        contact__kind=ContactKind.DOMAIN, contact__value=domain_key(value), kind=kind
    )
    return Q(pk__in=uses.values("subject_pk"))


def _rule_pk(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 19 else 0
