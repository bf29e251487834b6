"""Where Celery's broker lies, in Celery's words. A leaf: imports nothing of ours but config.redis_addresses."""

from typing import Any
from urllib.parse import quote

from config.redis_addresses import Watched, sentinel_options, watched
from config.sentinels import WAITS


def broker_settings(url: str) -> tuple[str, dict[str, Any] | bool]:
    """CELERY_BROKER_URL and CELERY_BROKER_USE_SSL for an address as `REDIS_BROKER_URL` has it: redis://, rediss://, unix:// or of sentinels.

    By `rediss://` alone Celery would believe any certificate, and tell the password to whoever shows one.
    """
    if found := watched(url):
        return _of_sentinels(found), dict(found.tls) or False
    if url.startswith("unix://"):
        url = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    asks_for_tls = url.startswith("rediss://")
    return url, {"ssl_cert_reqs": "required"} if asks_for_tls else False


def transport_options(url: str) -> dict[str, Any]:
    """What Celery's client of Redis is told besides where sentinels find the broker."""
    found = watched(url)
    if found is None:
        return {}
    tls = {"ssl": True, **found.tls} if found.tls else {}
    return {
        "master_name": found.name,
        "sentinel_kwargs": {**WAITS, **sentinel_options(found), **tls},
    }


def _of_sentinels(found: Watched) -> str:
    """One address for each sentinel, all with the user and password of the servers."""
    login = ":".join(quote(found.login.get(key, ""), safe="") for key in ("username", "password"))
    who = f"{login}@" if found.login else ""
    return ";".join(
        f"sentinel://{who}{f'[{host}]' if ':' in host else host}:{port}/{found.database}"
        for host, port in found.sentinels
    )
