"""The order of the Hot feed."""

from datetime import UTC, datetime, timedelta
from math import log10
from typing import Final

EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
# Ten times the points outweigh half a day.
DECADE: Final = timedelta(hours=12, minutes=30)
# A voice in the thread is worth this many reactions, until the thread weighs as much as the reactions do.
VOICE: Final = 0.5


def hotness(*, reactions: int, voices: int, published_at: datetime) -> float:
    """Time-decayed approval; larger is hotter; depends on no clock, so it is stored and indexed.

    hotness = log10(points + min(points, VOICE · voices)) + (published_at - EPOCH) / DECADE, points = 1 + reactions

    The thread at most doubles the points: comments alone lift a post by log10(2), less than four hours.

    Args:
        reactions: of members other than the author.
        voices: members other than the author who have commented.
        published_at: aware.

    Source: the logarithmic rank of Reddit's open-sourced code (45,000 s per decade); the bound on comments and
    the author's silence in both counts are Lobsters' (`Story#calculated_hotness`).
    """
    points = 1 + reactions
    return log10(points + min(points, VOICE * voices)) + (published_at - EPOCH) / DECADE
