"""Where Celery's broker lies, in Celery's words. A leaf: imports nothing of ours."""

from typing import Any


def broker_settings(url: str) -> dict[str, Any]:
    """Settings for an address as `REDIS_BROKER_URL` has it: redis://, rediss:// or unix://.

    By `rediss://` alone Celery would believe any certificate, and tell the password to whoever shows one.
    """
    if url.startswith("unix://"):
        url = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    asks_for_tls = url.startswith("rediss://")
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_USE_SSL": {"ssl_cert_reqs": "required"} if asks_for_tls else None,
    }
