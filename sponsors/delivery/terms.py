"""What the draw knows of a creative."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A creative that may be shown now.

    `slots`: codes of the slots it was booked for. `priority`: higher ones are drawn before all others.
    `weight`: odds within a priority, above 0; creatives of one flight share its weight.
    `is_house`: our own filler.
    """

    creative_pk: int
    sponsor_pk: int
    slots: frozenset[str]
    priority: int = 0
    weight: float = 1.0
    is_house: bool = False
