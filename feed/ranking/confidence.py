"""How sure we are that readers find a comment helpful."""

from math import sqrt
from typing import Final

# One-sided: in nine of ten cases the true share is above the bound.
Z: Final = 1.281551565545


def confidence(*, helpful: int, unhelpful: int) -> float:
    """Lower bound of the share of readers who find a comment helpful, in 0…1; larger is better.

    The author counts as the first who does, so that a comment nobody has judged stands above one that readers
    found unhelpful, and below one that a reader found helpful.

    Args:
        helpful: votes for it by others, at least 0.
        unhelpful: votes against it, at least 0.

    Source: Wilson's score interval (1927) with the z of Lobsters and PieFed, as Evan Miller proposed for ratings.
    """
    total = helpful + unhelpful + 1
    share = (helpful + 1) / total
    spread = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    return (share + Z * Z / (2 * total) - spread) / (1 + Z * Z / total)
