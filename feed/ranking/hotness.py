"""The order of the Hot feed, and of Top."""

from datetime import UTC, datetime, timedelta
from math import log10
from typing import Final

EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
# Ten times the points outweigh half a day.
DECADE: Final = timedelta(hours=12, minutes=30)
# A voice in the thread is worth this many reactions, until the thread weighs as much as the reactions do.
VOICE: Final = 0.5
# A post that is not held though it reads like spam sinks as if it were so much older: nothing below the first
# probability, all of it from the second on.
SUSPICION: Final = timedelta(hours=25)
SUSPECTED, CONVICTED = 0.4, 0.8


def points(*, reactions: int, voices: int) -> float:
    """Approval without regard to time, from 1 on; larger is better.

    points = p + min(p, VOICE · voices), p = 1 + reactions: the thread at most doubles what reactions give.

    Args:
        reactions: of members other than the author.
        voices: members other than the author who have commented.

    Source: the bound on comments and the author's silence in both counts are Lobsters' (`Story#calculated_hotness`).
    """
    approval = 1 + reactions
    return approval + min(approval, VOICE * voices)


def hotness(
    *,
    reactions: int,
    voices: int,
    published_at: datetime,
    now: datetime,
    spam_probability: float = 0.0,
) -> float:
    """Time-decayed approval; larger is hotter; for a post of the past it depends on no clock, so it is stored and indexed.

    hotness = log10(points) + (min(published_at, now) - EPOCH - ramp · SUSPICION) / DECADE

    Comments alone lift a post by log10(2), less than four hours.

    Args:
        reactions, voices: see `points`.
        published_at, now: aware; a date that is still to come counts as now, so that it gains nothing.
        spam_probability: 0…1, as judged when the post was last written.

    Source: the logarithmic rank of Reddit's open-sourced code (45,000 s per decade).
    """
    ramp = min(max((spam_probability - SUSPECTED) / (CONVICTED - SUSPECTED), 0.0), 1.0)
    age = (min(published_at, now) - EPOCH - ramp * SUSPICION) / DECADE
    return log10(points(reactions=reactions, voices=voices)) + age
