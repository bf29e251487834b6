"""What a member likes, as far as what he read and kept tells.

The door that For you knocks on is `Taste.likeness`; what stands behind it may be exchanged.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

# The strongest interest alone makes a post this much to somebody's taste; the rest comes from further ones.
STRONGEST: Final = 0.7
# A category says less than a tag: it is one of ten, not one of thousands.
CATEGORY_SHARE: Final = 0.4


@dataclass(frozen=True)
class Filing:
    """Under what one post is filed: keys of its category and its tags."""

    category_pk: int
    tag_pks: frozenset[int] = frozenset()

    def interests(self) -> list[tuple[str, int]]:
        return [("category", self.category_pk), *(("tag", pk) for pk in sorted(self.tag_pks))]


@dataclass(frozen=True)
class Taste:
    """Interests and how strong they are, 0…1, the strongest being 1; empty for who has read nothing yet."""

    interests: Mapping[tuple[str, int], float] = field(default_factory=dict)

    @classmethod
    def of(cls, read: Iterable[tuple[Filing, float]]) -> "Taste":
        """From posts with weights: how much each tells of its reader."""
        heard: Counter[tuple[str, int]] = Counter()
        for filing, weight in read:
            for interest in filing.interests():
                share = CATEGORY_SHARE if interest[0] == "category" else 1.0
                heard[interest] += weight * share  # type: ignore[assignment]
        loudest = max(heard.values(), default=0)
        return cls({each: voice / loudest for each, voice in heard.items()} if loudest else {})

    def likeness(self, filing: Filing) -> float:
        """How much a post is to this taste, 0…1; each shared interest adds to the others."""
        missing = 1.0
        for interest in filing.interests():
            missing *= 1 - STRONGEST * self.interests.get(interest, 0.0)
        return 1 - missing
