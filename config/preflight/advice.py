"""What a site should set or provide before strangers come: an ordered table of named rules, each with what to do."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from config.backup import BackupError, find_tool
from config.bucket import Bucket, StoreAwayError
from config.queues import KINDS
from config.redis_connections import GuardedPool
from config.rights import serves_with_few_rights

MIN_POSTGRES: Final = 15
MIN_FREE_BYTES: Final = 2_000_000_000
PROBE: Final = "preflight"


@dataclass(frozen=True)
class Advice:
    """`must`: the site is unsafe, or loses something, without it. `holds`: whether all is well."""

    name: str
    must: bool
    holds: Callable[[], bool]
    text: str


def wanting() -> list[Advice]:
    """Every rule that this installation does not keep, and what Django's own checks say."""
    return [one for one in ADVICE if not one.holds()] + _of_django()


def _of_django() -> list[Advice]:
    found = checks.run_checks(include_deployment_checks=True)
    return [
        Advice(
            str(one.id), one.level >= checks.WARNING, bool, f"{one.msg} {one.hint or ''}".strip()
        )
        for one in found
        if not one.is_silenced()
    ]


def _mail_leaves() -> bool:
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def _private_files_are_apart() -> bool:
    if settings.OBJECT_STORE:
        return _strangers_are_refused()
    private, media = _private_root().resolve(), Path(settings.MEDIA_ROOT).resolve()
    return private != media and media not in private.parents


def _valkey_asks_who_comes() -> bool:
    """Whether each server refuses those without a password; a socket is guarded by its folder."""
    return not any(map(_lets_in_anybody, {settings.REDIS_CACHE_URL, settings.REDIS_BROKER_URL, settings.REDIS_EVENTS_URL}))  # fmt: skip


def _lets_in_anybody(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return False
    without_password = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    try:
        return bool(Redis.from_pool(GuardedPool.from_url(without_password)).ping())
    except AuthenticationError:
        return False
    except RedisError:
        return not parts.password


def _strangers_are_refused() -> bool:
    """A store that is away is told of by "writable"."""
    bucket = storages["private"]
    try:
        return not (isinstance(bucket, Bucket) and bucket.lets_strangers_read())
    except StoreAwayError:
        return True


def _bucket_can_be_written() -> bool:
    try:
        for kind in ("default", "private"):
            storages[kind].delete(storages[kind].save(PROBE, ContentFile(b"preflight")))
    except StoreAwayError:
        return False
    return True


def _media_can_be_written() -> bool:
    if settings.OBJECT_STORE:
        return _bucket_can_be_written()
    return _can_write(Path(settings.MEDIA_ROOT)) and _can_write(_private_root())


def _private_root() -> Path:
    return Path(storages["private"].path(""))


def _can_write(folder: Path) -> bool:
    """Also where the folder is still to be made."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(there, os.W_OK | os.X_OK)


def _disk_has_room() -> bool:
    if settings.OBJECT_STORE:
        return True
    folder = Path(settings.MEDIA_ROOT)
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return shutil.disk_usage(there).free >= MIN_FREE_BYTES


def _postgres_is_new_enough() -> bool:
    return int(_ask_postgres("SHOW server_version_num", "0")) // 10_000 >= MIN_POSTGRES


def _postgres_has_vectors() -> bool:
    return _ask_postgres("SELECT name FROM pg_available_extensions WHERE name = 'vector'", "") != ""


def _postgres_keeps_what_it_accepts() -> bool:
    return "off" not in {_ask_postgres(f"SHOW {name}", "off") for name in ("fsync", "full_page_writes", "synchronous_commit")}  # fmt: skip


def _connections_suffice() -> bool:
    """Two web processes, each with a pool, a worker for each queue, and those that PostgreSQL keeps for itself."""
    pool = settings.DATABASES["default"].get("OPTIONS", {}).get("pool", {}).get("max_size", 0)
    hands = sum(min(kind.hands, pool) for kind in KINDS)
    return bool(int(_ask_postgres("SHOW max_connections", "0")) >= 2 * pool + hands + 10)


def _ask_postgres(question: str, otherwise: str) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
    except DatabaseError:
        return otherwise
    return str(row[0]) if row else otherwise


def _backups_can_be_made() -> bool:
    try:
        return all(find_tool(name) for name in ("pg_dump", "pg_restore"))
    except BackupError:
        return False


ADVICE: Final = (
    Advice("postgresql", True, _postgres_is_new_enough, f"DATABASE_URL must lead to PostgreSQL {MIN_POSTGRES} or newer that answers."),
    Advice("pgvector", True, _postgres_has_vectors, "Install the extension “vector” (pgvector) on the PostgreSQL server."),
    Advice("durability", True, _postgres_keeps_what_it_accepts, "PostgreSQL has fsync, full_page_writes or synchronous_commit off: a power cut loses what it accepted."),
    Advice("https", True, lambda: not settings.IS_PRODUCTION or settings.IS_SECURE, "BROADSHEET_INSECURE_HTTP is for a trial: passwords go over the network as they are."),
    Advice("private files", True, _private_files_are_apart, "BROADSHEET_PRIVATE_ROOT lies in BROADSHEET_MEDIA_ROOT, or the bucket of BROADSHEET_OBJECT_STORE is public: everybody may read members’ data."),
    Advice("writable", True, _media_can_be_written, "This account cannot write into BROADSHEET_MEDIA_ROOT or BROADSHEET_PRIVATE_ROOT, or into the bucket of BROADSHEET_OBJECT_STORE."),
    Advice("mail", False, _mail_leaves, "EMAIL_URL is not set: nobody gets a link to a new password, or any other mail."),
    Advice("valkey password", False, _valkey_asks_who_comes, "A Valkey or Redis takes whoever reaches it: give it a password (requirepass), and write it into its REDIS_…_URL."),
    Advice("proxies", False, lambda: bool(settings.TRUSTED_PROXIES), "BROADSHEET_TRUSTED_PROXIES is 0: behind a proxy all readers look like one, and limits meet all of them."),
    Advice("metrics", False, lambda: bool(settings.METRICS_TOKEN), "BROADSHEET_METRICS_TOKEN is not set: nothing can be drawn or watched through /metrics."),
    Advice("few rights", False, serves_with_few_rights, "The site serves with the role that owns its tables: give it one of its own (`manage.py site_role`, docs/operations.md)."),
    Advice("connections", False, _connections_suffice, "max_connections of PostgreSQL is small beside BROADSHEET_DB_POOL_SIZE for two web processes and a worker for each queue."),
    Advice("slow queries", False, lambda: _ask_postgres("SHOW log_min_duration_statement", "-1") != "-1", "PostgreSQL logs no slow queries: ALTER SYSTEM SET log_min_duration_statement = 500."),
    Advice("disk", False, _disk_has_room, f"Less than {MIN_FREE_BYTES // 1_000_000_000} GB are free for uploads."),
    Advice("backup tools", False, _backups_can_be_made, "pg_dump and pg_restore are not installed here: `manage.py backup` needs them."),
)  # fmt: skip
