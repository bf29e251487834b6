"""How much complaints count, in plain numbers."""

from math import log10
from typing import Final

# On the smallest site it takes three members, or two regulars, to hide something.
LEAST_WEIGHT: Final = 4.0


def weight_to_hide(active_members: int) -> float:
    """The weight of open reports at which a subject is hidden until a moderator has looked.

    weight = LEAST_WEIGHT + log10(1 + active_members / 100): 4.0 for a village, 5.0 at 900 members, 7.0 at 100,000; a
    crowd finds a few angry people for anything, but not in proportion to its size.

    Args:
        active_members: those who were here in the last 30 days, at least 0.
    """
    return LEAST_WEIGHT + log10(1 + active_members / 100)
