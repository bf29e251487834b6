"""What draws more readers than it is used to: trends against their own baseline, not the most read."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

# Days whose mean is the baseline.
BASELINE_DAYS: Final = 7
# Fewer readers are chance.
MIN_READERS: Final = 5
# Standard deviations above the baseline from which on something trends.
MIN_SURPRISE: Final = 2.0


@dataclass(frozen=True)
class Readers:
    """Distinct readers of one post or tag: `now` today and yesterday, the larger; `before`: of the days before, summed."""

    pk: int
    now: int
    before: int


def surprise(readers: Readers) -> float:
    """Standard deviations by which the readers of now exceed their own baseline; larger trends more.

    surprise = (now - b) / sqrt(b + 1), b = before / BASELINE_DAYS: readers come like a Poisson stream, and the 1 keeps
    what had no readers before from being infinitely surprising.
    """
    baseline = readers.before / BASELINE_DAYS
    return (readers.now - baseline) / sqrt(baseline + 1)


def trending(found: list[Readers], *, limit: int) -> list[int]:
    """The keys of what trends, most surprising first; [] on a quiet day."""
    rising = [one for one in found if one.now >= MIN_READERS and surprise(one) >= MIN_SURPRISE]
    return [one.pk for one in sorted(rising, key=lambda one: (-surprise(one), -one.pk))[:limit]]
