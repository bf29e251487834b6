"""How readers approve of a post."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from feed.access import Visitor
from feed.models import Post, Reaction, ReactionKind, ReactionTotal
from feed.selectors.columns import read_columns


@dataclass(frozen=True)
class ReactionChoice:
    """One kind of reaction under one post."""

    kind: ReactionKind
    count: int
    is_mine: bool

    @property
    def next_kind(self) -> str:
        """What pressing the button asks for: this kind, or none where it is given already."""
        return "" if self.is_mine else self.kind.value


@dataclass(frozen=True)
class ReactionBar:
    """All kinds in their order, counted. `may_react`: a signed-in reader of a live post that is not one's own."""

    choices: list[ReactionChoice]
    may_react: bool

    def of_member(self, kind: str | None) -> "ReactionBar":
        """As a member sees it who is not the author of a live post, and gave this reaction or none."""
        choices = [replace(each, is_mine=each.kind.value == kind) for each in self.choices]
        return ReactionBar(choices, may_react=True)


def reaction_columns(visitor: Visitor) -> dict[str, Combinable]:
    """What `reaction_bar` reads, as columns of a query of posts."""
    totals = ReactionTotal.objects.filter(post=OuterRef("pk"))
    mine = Reaction.objects.filter(post=OuterRef("pk"), member=visitor.pk)
    return {
        "reaction_totals_found": ArraySubquery(
            totals.values(each=JSONObject(kind="kind", count="count"))
        ),
        "my_reaction": Subquery(mine.values("kind")[:1])
        if visitor.is_authenticated
        else Value(None, output_field=CharField()),
    }


def reaction_bar(post: Post, *, visitor: Visitor, row: dict[str, Any] | None = None) -> ReactionBar:
    """The bar of a post that a door has let through; `row` holds `reaction_columns`, else they are read."""
    row = row or read_columns(post, reaction_columns(visitor))
    counts = {each["kind"]: each["count"] for each in row["reaction_totals_found"]}
    return ReactionBar(
        choices=[
            ReactionChoice(kind, counts.get(kind.value, 0), kind.value == row["my_reaction"])
            for kind in ReactionKind
        ],
        may_react=visitor.is_authenticated and post.is_live and post.author_id != visitor.pk,
    )
