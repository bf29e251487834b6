"""How a member stands to the conversation under a post."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, CharField, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from accounts.models import Block
from feed.access import Visitor
from feed.models import CommentVote, FollowLevel, Mute, Post, ReadMark, ThreadFollow
from feed.selectors.columns import read_columns


@dataclass(frozen=True)
class Attention:
    """`seen_pk`: the newest comment of the last visit, None where there was none; `level`: what one is told of;
    `hushed`: members whose words one does not want to meet, because one muted or blocked them; `votes`: whether one found a
    comment helpful, by its key.
    """

    seen_pk: int | None = None
    level: FollowLevel = FollowLevel.REPLIES
    hushed: frozenset[int] = frozenset()
    votes: Mapping[int, bool] = field(default_factory=dict)

    @property
    def levels(self) -> list[FollowLevel]:
        return list(FollowLevel)


def attention_columns(visitor: Visitor) -> dict[str, Combinable]:
    """What `attention` reads, as columns of a query of posts."""
    if not visitor.is_authenticated:
        return {
            "seen_pk": Value(None, output_field=BigIntegerField()),
            "follow_level": Value(None, output_field=CharField()),
            "muted": Value(None, output_field=BigIntegerField()),
            "blocked": Value(None, output_field=BigIntegerField()),
        }
    marks = ReadMark.objects.filter(post=OuterRef("pk"), member=visitor)
    follows = ThreadFollow.objects.filter(post=OuterRef("pk"), member=visitor)
    votes = CommentVote.objects.filter(comment__post=OuterRef("pk"), member=visitor)
    return {
        "seen_pk": Subquery(marks.values("seen_pk")[:1]),
        "follow_level": Subquery(follows.values("level")[:1]),
        "muted": ArraySubquery(
            Mute.objects.filter(member=visitor, author__isnull=False).values("author")
        ),
        "blocked": ArraySubquery(Block.objects.by(visitor).values("blocked")),
        "my_votes": ArraySubquery(
            votes.values(facts=JSONObject(pk="comment_id", is_helpful="is_helpful"))
        ),
    }


def attention(post: Post, *, visitor: Visitor, row: dict[str, Any] | None = None) -> Attention:
    """Of a post that a door has let through; `row` holds `attention_columns`, else they are read."""
    if row is None and not visitor.is_authenticated:
        return Attention()
    return as_attention(row or read_columns(post, attention_columns(visitor)))


def as_attention(row: Mapping[str, Any]) -> Attention:
    """`row`: holds `attention_columns`; without `muted` and `blocked` of who mutes and blocks nobody."""
    return Attention(
        seen_pk=row["seen_pk"],
        level=FollowLevel(row["follow_level"] or FollowLevel.REPLIES),
        hushed=frozenset([*(row.get("muted") or ()), *(row.get("blocked") or ())]),
        votes={each["pk"]: each["is_helpful"] for each in row.get("my_votes") or ()},
    )
