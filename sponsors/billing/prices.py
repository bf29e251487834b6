"""What a flight has cost so far.

The rounding rule: the cost of a flight so far is rounded down to a whole cent, and a bill is the cost so far less what was
billed before. So the bills of a flight always add up to its cost, and no sponsor ever pays for a fraction of a unit.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

PER_MILLE: Final = 1_000


@dataclass(frozen=True)
class Price:
    """`cents`: of 1,000 viewable impressions (cpm), of a click (cpc), of the whole flight (flat); at least 0.

    `starts_on`, `ends_on`: the flight's first and last day, both included.
    """

    model: Literal["cpm", "cpc", "flat"]
    cents: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Delivery:
    """What was delivered: viewable impressions, and clicks, each at least 0."""

    viewable_count: int = 0
    click_count: int = 0


def units(price: Price, delivery: Delivery, *, through: date) -> int:
    """What the price is multiplied with, up to and including a day: viewable impressions, clicks, or days of the flight."""
    if price.model == "cpm":
        return delivery.viewable_count
    if price.model == "cpc":
        return delivery.click_count
    return min(max(0, (through - price.starts_on).days + 1), _length(price))


def cost_cents(price: Price, delivery: Delivery, *, through: date) -> int:
    """The cost so far, up to and including a day, rounded down to a whole cent."""
    count = units(price, delivery, through=through)
    if price.model == "cpm":
        return count * price.cents // PER_MILLE
    if price.model == "cpc":
        return count * price.cents
    return price.cents * count // _length(price)


def _length(price: Price) -> int:
    return (price.ends_on - price.starts_on).days + 1
