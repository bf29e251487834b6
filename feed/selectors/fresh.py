"""How many posts were published so far: the one number from which "3 new posts" is told, without the database.

Key `feed:published`: integer, posts published for the first time since Redis began; no TTL. When it is lost it begins at 0
again, and pages that are open tell nothing until they are loaded anew.
"""

from typing import Final

from redis.exceptions import RedisError

from config.redis import cache, key

# Beyond this nobody counts; "99+" is told.
MAX_TOLD: Final = 99
MAX_DIGITS: Final = 15


def published_total() -> int | None:
    """None while Redis does not answer."""
    try:
        return int(cache().get(published_key()) or 0)
    except RedisError:
        return None


def published_key() -> str:
    return key("feed", "published")


def posts_since(text: str) -> int:
    """Posts published after a page was made with the total `text`; 0 for what is no total of ours."""
    total = published_total()
    if total is None or not (text.isascii() and text.isdecimal()) or len(text) > MAX_DIGITS:
        return 0
    return max(total - int(text), 0)
