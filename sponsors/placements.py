"""A creative in a slot as one number, the subject of its events."""

from typing import Final, NamedTuple, Self

# A slot's key is a small integer (SmallAutoField), so it fits into 15 bits.
SLOT_BITS: Final = 15


class Placement(NamedTuple):
    """One creative in one slot, by their keys."""

    creative_pk: int
    slot_pk: int

    @property
    def subject(self) -> int:
        return self.creative_pk << SLOT_BITS | self.slot_pk

    @classmethod
    def from_subject(cls, subject: int) -> Self:
        """Inverse of `subject`."""
        return cls(creative_pk=subject >> SLOT_BITS, slot_pk=subject & (1 << SLOT_BITS) - 1)
