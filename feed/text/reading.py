"""How long a text takes."""

import math
import re
from typing import Final

from feed.text.plain import untagged

WORDS_PER_MINUTE: Final = 220
SECONDS_PER_PICTURE: Final = 12
_PICTURE: Final = re.compile(r"<img\b")


def reading_minutes(body_html: str, *, more_pictures: int = 0) -> int:
    """Minutes for sanitised HTML and `more_pictures` beside it, rounded up; at least 1."""
    spaced = body_html.replace("<", " <")
    words = len(untagged(spaced).split())
    pictures = len(_PICTURE.findall(body_html)) + more_pictures
    minutes = words / WORDS_PER_MINUTE + pictures * SECONDS_PER_PICTURE / 60
    return max(1, math.ceil(minutes))
