"""A creative in a slot beside a category as one number, the subject of its events."""

from typing import Final, NamedTuple, Self

# A slot's key is a small integer (SmallAutoField), so it fits into 15 bits; with the category's it leaves 30 bits of a
# positive bigint for the creative's: a thousand million of them.
SLOT_BITS: Final = 15
CATEGORY_BITS: Final = 18


class Placement(NamedTuple):
    """One creative in one slot beside one category, by their keys; a category beyond 18 bits counts as none, 0."""

    creative_pk: int
    slot_pk: int
    category_pk: int = 0

    @property
    def subject(self) -> int:
        category = self.category_pk if self.category_pk >> CATEGORY_BITS == 0 else 0
        return (self.creative_pk << CATEGORY_BITS | category) << SLOT_BITS | self.slot_pk

    @classmethod
    def from_subject(cls, subject: int) -> Self:
        """Inverse of `subject`."""
        rest, slot_pk = subject >> SLOT_BITS, subject & (1 << SLOT_BITS) - 1
        return cls(
            creative_pk=rest >> CATEGORY_BITS,
            slot_pk=slot_pk,
            category_pk=rest & (1 << CATEGORY_BITS) - 1,
        )
