"""Where creatives lead, kept in Redis beside PostgreSQL, so that a reader arrives when one of them is down.

Key sponsors:landings: hash, creative to address; no expiry, some hundred bytes for each creative that ever ran.
"""

from collections.abc import Mapping

from config.redis import Client, key


def remember_landings(addresses: Mapping[int, str], *, redis: Client) -> None:
    if addresses:
        redis.hset(_key(), mapping={str(pk): address for pk, address in addresses.items()})


def remembered_landing(creative_pk: int, *, redis: Client) -> str | None:
    found = redis.hget(_key(), str(creative_pk))
    return found.decode() if isinstance(found, bytes) else None


def _key() -> str:
    return key("sponsors", "landings")
