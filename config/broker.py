"""Where Celery's broker lies, in Celery's words. A leaf: imports nothing of ours."""

from typing import Any


def broker_settings(url: str) -> tuple[str, dict[str, Any] | bool]:
    """CELERY_BROKER_URL and CELERY_BROKER_USE_SSL for an address as `REDIS_BROKER_URL` has it: redis://, rediss:// or unix://.

    By `rediss://` alone Celery would believe any certificate, and tell the password to whoever shows one.
    """
    if url.startswith("unix://"):
        url = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    asks_for_tls = url.startswith("rediss://")
    return url, {"ssl_cert_reqs": "required"} if asks_for_tls else False
