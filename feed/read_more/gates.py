"""What may stand in a list at all: an ordered table; the first gate that is closed names the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from feed.read_more.facts import Facts, Rules

# Above this little is honest; below, suspicion costs rank (docs/adr).
SPAM_LIMIT: Final = 0.9
COPIED_LIMIT: Final = 0.45
# Under a story about loss or violence nothing stands that might be selling.
PROMOTION_LIMIT: Final = 0.4
# So many members in good standing, and a recommendation is gone for all.
OBJECTIONS_LIMIT: Final = 3


@dataclass(frozen=True)
class Gate:
    """`is_closed`: (the post that asks, the candidate, what people said about the list)."""

    name: str
    is_closed: Callable[[Facts, Facts, Rules], bool]


def _is_excluded(_post: Facts, other: Facts, rules: Rules) -> bool:
    return (
        other.pk in rules.excluded_posts
        or other.author_pk in rules.excluded_authors
        or (other.domain != "" and other.domain in rules.excluded_domains)
    )


def _sells_beside_grief(post: Facts, other: Facts, _rules: Rules) -> bool:
    return post.is_sensitive and (other.spam_probability or 0.0) > PROMOTION_LIMIT


GATES: Final[tuple[Gate, ...]] = (
    Gate("the post itself", lambda post, other, _: post.pk == other.pk),
    Gate("not public", lambda _post, other, _rules: not other.is_live),
    Gate("author on probation", lambda _post, other, _rules: not other.author_has_standing),
    Gate("spam", lambda _post, other, _rules: (other.spam_probability or 0.0) >= SPAM_LIMIT),
    Gate("copied", lambda _post, other, _rules: (other.copied_share or 0.0) >= COPIED_LIMIT),
    Gate("excluded by a moderator", _is_excluded),
    Gate(
        "called not relevant",
        lambda _post, other, rules: rules.objections.get(other.pk, 0) >= OBJECTIONS_LIMIT,
    ),
    Gate("promotion under a sensitive story", _sells_beside_grief),
)


def closed_gate(post: Facts, other: Facts, rules: Rules) -> Gate | None:
    """The first gate that keeps `other` from the list of `post`; None if it may stand there."""
    for gate in GATES:  # a hundred times for each list: a generator would take half as long again
        if gate.is_closed(post, other, rules):
            return gate
    return None
