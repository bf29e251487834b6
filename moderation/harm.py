"""How much harm a case does while nobody looks, in plain numbers; orders the review queue."""

from datetime import timedelta
from typing import Final

# What nobody reads yet still keeps somebody waiting: it counts as if one reader came each hour.
LEAST_VIEWS_PER_HOUR: Final = 1.0
# A day of waiting weighs as much as this harm, so that whatever waits comes up one day.
HARM_PER_DAY: Final = 1.0
# The weight of reports at which it is as likely as not that they are right.
EVEN_WEIGHT: Final = 4.0


def expected_harm(*, views_per_hour: float, probability: float, severity: float) -> float:
    """Readers harmed in the next hour, weighed by how badly.

    Args:
        views_per_hour: how fast it is read; at least LEAST_VIEWS_PER_HOUR is taken.
        probability: that something is wrong with it, 0…1.
        severity: 1 for a nuisance, 10 for danger (ReportReason.severity).
    """
    return max(views_per_hour, LEAST_VIEWS_PER_HOUR) * probability * severity


def urgency(*, harm: float, waited: timedelta) -> float:
    """What orders the queue: the expected harm, which grows as long as nobody has looked."""
    return harm + HARM_PER_DAY * max(waited / timedelta(days=1), 0.0)


def views_per_hour(*, views: int, age: timedelta) -> float:
    """The mean since it was published; what is younger than an hour counts as an hour old."""
    return views / max(age / timedelta(hours=1), 1.0)


def chance_by_reports(weight: float) -> float:
    """That reports of this weight, at least 0, are right: 0 for none, ½ at EVEN_WEIGHT, never 1."""
    return weight / (weight + EVEN_WEIGHT)


def either(*chances: float) -> float:
    """That at least one of independent hints is right."""
    none_is_right = 1.0
    for chance in chances:
        none_is_right *= 1.0 - chance
    return 1.0 - none_is_right
