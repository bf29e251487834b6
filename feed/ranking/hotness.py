"""The order of the Hot feed."""

from datetime import UTC, datetime, timedelta
from math import log10
from typing import Final

EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
# Ten times the voices outweigh half a day.
DECADE: Final = timedelta(hours=12, minutes=30)
# Beyond this many voices a thread is loud rather than good.
MAX_VOICES: Final = 50


def hotness(*, voices: int, published_at: datetime) -> float:
    """Time-decayed liveliness; larger is hotter; depends on no clock, so it is stored and indexed.

    hotness = log10(1 + min(voices, MAX_VOICES)) + (published_at - EPOCH) / DECADE

    Args:
        voices: members other than the author who have commented.
        published_at: aware.

    Source: the logarithmic rank of Reddit's open-sourced code (45,000 s per decade), with voices for votes.
    """
    return log10(1 + min(voices, MAX_VOICES)) + (published_at - EPOCH) / DECADE
