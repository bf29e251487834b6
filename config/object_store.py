"""Where uploads lie, from the environment: in two folders, or under two prefixes of one bucket. A leaf: imports nothing of ours but errors."""

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from config.errors import SettingsError

SCHEMES: Final = {"s3": "https", "s3+http": "http"}
REGION: Final = "us-east-1"
KNOWN: Final = frozenset(("region", "ca"))
HOW_TO_WRITE_IT: Final = "write s3://user:password@host/bucket?region=name, with key and secret of the store, and %2F for a slash in them (s3+http:// without TLS, on a private network alone)"


@dataclass(frozen=True)
class ObjectStore:
    """`endpoint`: scheme, host and port. `authority`: file with the certificate of who vouches for the server; None for the system's.

    `connect_seconds`, `read_seconds`: so long a process waits for a connection, and for the next bytes.
    """

    endpoint: str
    bucket: str
    key: str
    secret: str = field(repr=False)
    region: str = REGION
    authority: str | None = None
    connect_seconds: float = 2
    read_seconds: float = 10


def object_store(value: str) -> ObjectStore:
    """Raises ValueError, with what to write."""
    parts = urlsplit(value)
    more = dict(parse_qsl(parts.query, keep_blank_values=True))
    bucket = parts.path.strip("/")
    is_whole = parts.hostname and parts.username and parts.password and bucket and "/" not in bucket
    if parts.scheme not in SCHEMES or not is_whole or not KNOWN.issuperset(more) or parts.fragment:
        raise ValueError(HOW_TO_WRITE_IT)
    return ObjectStore(
        endpoint=f"{SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
        bucket=bucket,
        key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        region=more.get("region") or REGION,
        authority=more.get("ca"),
    )


def upload_storages(store: ObjectStore | None, private_root: Path) -> dict[str, Any]:
    """Django's STORAGES of what people send, and of what only its owner may fetch.

    Raises:
        SettingsError: a store is named, and its library is not installed.
    """
    if store is None:
        return folders(private_root)
    if not all(map(importlib.util.find_spec, ("storages", "boto3"))):
        raise SettingsError("BROADSHEET_OBJECT_STORE: install its library: uv sync --group s3.")
    return buckets(store)


def folders(private_root: Path) -> dict[str, Any]:
    private = {"location": private_root, "base_url": None}
    return {
        "default": {"BACKEND": "config.storage.WholeFiles"},
        "private": {"BACKEND": "config.storage.WholeFiles", "OPTIONS": private},
    }


def buckets(store: ObjectStore) -> dict[str, Any]:
    """Nothing of the bucket is public: pictures, too, come from the site's own address."""
    public = {"store": store, "prefix": "media", "has_addresses": True}
    private = {"store": store, "prefix": "private", "has_addresses": False}
    return {
        "default": {"BACKEND": "config.bucket.Bucket", "OPTIONS": public},
        "private": {"BACKEND": "config.bucket.Bucket", "OPTIONS": private},
    }
