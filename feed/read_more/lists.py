"""What is stored of a list and shown of it: codes of reasons, how many, how old. Needs no numpy, since pages read it."""

from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

# As many stand on the page; the rest of a list is in reserve.
SHOWN: Final = 5
# An older list is built again.
MAX_AGE: Final = timedelta(days=1)


class ReasonCode(StrEnum):
    """Stored with each recommendation."""

    STORY = "story"
    ABOUT = "about"
    SUBJECT = "subject"
    PINNED = "pinned"
    READERS = "readers"


class Reason(NamedTuple):
    """`words`: the name that both posts hold, in the letters of the post above the list; "" for the other codes."""

    code: ReasonCode
    words: str = ""
