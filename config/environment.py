"""The one reader of environment variables.

Every variable is a row of `VARIABLES`: its name, how it is parsed, its default, what it means. A name with
our prefix that is not in the table, a value that does not parse and a missing secret stop the process.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.errors import SettingsError
from config.object_store import object_store
from config.redis_addresses import redis_address
from config.social import client, openid_servers

PREFIX = "BROADSHEET_"
ROOT = Path(__file__).resolve().parent.parent
KINDS = ("development", "test", "production")
MIN_SECRET_LENGTH = 50


def text(value: str) -> str:
    return value


def kind(value: str) -> str:
    if value not in KINDS:
        raise ValueError(f"write one of {', '.join(KINDS)}")
    return value


def flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in words:
        raise ValueError("write true or false")
    return words[value.lower()]


def count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError("write a whole number, 0 or more")
    return int(value)


def words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def uncounted(value: str) -> tuple[str, ...]:
    given = words(value)
    if not set(given) <= {"authors", "staff", "nobody"}:
        raise ValueError("write authors, staff, both by a comma, or nobody")
    return given


def path(value: str) -> Path:
    return Path(value) if Path(value).is_absolute() else ROOT / value


def site_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("write an address such as https://news.example.org, without a path")
    return value.rstrip("/")


def encoder(value: str) -> str:
    if value not in ENCODERS:
        raise ValueError(f"write one of {', '.join(ENCODERS)}")
    return "" if value == "none" else value


def secret(value: str) -> str:
    if len(value) < MIN_SECRET_LENGTH or len(set(value)) < 5:
        raise ValueError(f"write at least {MIN_SECRET_LENGTH} random characters")
    return value


def old_secrets(value: str) -> tuple[str, ...]:
    return tuple(secret(each) for each in words(value))


ENCODERS = ("minilm+use", "none")


def vapid_key(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", value):
        raise ValueError("write 32 random bytes as base64url: 43 letters, digits, - and _")
    return value


@dataclass(frozen=True)
class Variable:
    """One environment variable; `default` is already parsed, and None means that it may be absent.

    `is_secret`: a malformed value is not repeated in the message, nor is one that may hold a password before an @.
    """

    name: str
    parse: Callable[[str], Any]
    default: Any
    meaning: str
    is_secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "BROADSHEET_ENV",
        kind,
        "production",
        "development, test or production; `dev` and `test` set it",
    ),
    Variable(
        "BROADSHEET_SECRET_KEY",
        secret,
        None,
        "signs sessions and tokens; required in production",
        is_secret=True,
    ),
    Variable(
        "BROADSHEET_OLD_SECRET_KEYS",
        old_secrets,
        (),
        "secret keys of before, by commas, the latest first: what they signed is good until they are left out",
        is_secret=True,
    ),
    Variable(
        "BROADSHEET_BASE_URL",
        site_url,
        None,
        "public address of the site; required in production",
    ),
    Variable(
        "BROADSHEET_ALLOWED_HOSTS",
        words,
        (),
        "further host names that the site answers to, by commas",
    ),
    Variable(
        "BROADSHEET_TRUSTED_PROXIES",
        count,
        0,
        "reverse proxies in front, counted from the right of X-Forwarded-For",
    ),
    Variable(
        "BROADSHEET_COUNTRY_HEADER",
        text,
        "",
        "header in which the proxy in front names the reader’s country, such as CF-IPCountry",
    ),
    Variable(
        "BROADSHEET_CORS_ORIGINS",
        words,
        (),
        "sites whose pages may use the API in a browser, by commas, such as https://app.example.org; * for all",
    ),
    Variable(
        "BROADSHEET_MEDIA_ROOT", path, ROOT / "var" / "media", "where uploaded images are kept"
    ),
    Variable(
        "BROADSHEET_PRIVATE_ROOT",
        path,
        ROOT / "var" / "private",
        "where members' data exports are kept for a week; no web server may serve it",
    ),
    Variable(
        "BROADSHEET_OBJECT_STORE",
        object_store,
        None,
        "bucket for both in place of the folders, `s3://user:password@host/bucket?region=name` (`uv sync --group s3`)",
        is_secret=True,
    ),
    Variable("BROADSHEET_REDIS_PREFIX", text, "broadsheet", "first part of every Redis key"),
    Variable(
        "BROADSHEET_ENCODER",
        encoder,
        "minilm+use",
        "what workers read posts with for Read More (350 MB each); none: by their words alone",
    ),
    Variable(
        "BROADSHEET_MAIL_FROM", text, "Broadsheet <noreply@localhost>", "sender of the site's mail"
    ),
    Variable(
        "BROADSHEET_VAPID_KEY",
        vapid_key,
        None,
        "private key for web push (P-256, base64url); made once and kept in the database when absent",
        is_secret=True,
    ),
    Variable(
        "BROADSHEET_OIDC",
        openid_servers,
        (),
        "sign-in with OpenID Connect: `key;Name;https://server;client;secret`, several by commas",
        is_secret=True,
    ),
    Variable(
        "BROADSHEET_GITHUB",
        client,
        None,
        "sign-in with GitHub: `client;secret`",
        is_secret=True,
    ),
    Variable("BROADSHEET_DB_POOL_SIZE", count, 8, "most PostgreSQL connections of one web process"),
    Variable(
        "BROADSHEET_VIEW_WINDOW_MINUTES",
        count,
        30,
        "for so long, at most a day, a visitor's second reading of a post is no second view",
    ),
    Variable(
        "BROADSHEET_FLOOD_EVENTS_PER_MINUTE",
        count,
        300,
        "more events than this from one visitor in a minute are a flood and do not count",
    ),
    Variable(
        "BROADSHEET_UNCOUNTED_READERS",
        uncounted,
        ("authors",),
        "whose readings do not count, by commas: authors (of their own posts), staff; nobody counts all",
    ),
    Variable(
        "BROADSHEET_DATA_CENTRES",
        path,
        None,
        "file with a network on each line from which programs come; a short built-in list when absent",
    ),
    Variable(
        "BROADSHEET_LEDGER_MONTHS",
        count,
        13,
        "whole months for which each counted event is kept on its own, before they become daily totals",
    ),
    Variable(
        "BROADSHEET_READING_DAYS",
        count,
        365,
        "days after which a site forgets what a member read or was shown",
    ),
    Variable(
        "BROADSHEET_SESSION_DAYS",
        count,
        30,
        "days after which a member signs in anew, however often the site is used",
    ),
    Variable("BROADSHEET_STAFF_SESSION_DAYS", count, 7, "the same for the staff"),
    Variable(
        "BROADSHEET_INSECURE_HTTP",
        flag,
        False,
        "production without HTTPS, for a trial on a private network",
    ),
    Variable(
        "BROADSHEET_JSON_LOGS",
        flag,
        False,
        "log lines as JSON with the id of the request, for programs that collect them",
    ),
    Variable(
        "BROADSHEET_METRICS_TOKEN",
        text,
        "",
        "what Prometheus sends as `Authorization: Bearer …` to read /metrics; no such page when absent",
        is_secret=True,
    ),
    Variable(
        "BROADSHEET_SENTRY_DSN",
        text,
        "",
        "project at Sentry that hears of errors, without anything about people (`uv sync --group sentry`); none when absent",
        is_secret=True,
    ),
    Variable(
        "BROADSHEET_BACKUP_KEY",
        text,
        "",
        "age’s public key (age1…) for which backups are encrypted; not at all when absent",
    ),
    Variable(
        "BROADSHEET_BACKUP_ROOT",
        path,
        None,
        "folder in which a worker makes and checks a backup each night; none when absent",
    ),
    Variable("BROADSHEET_BACKUPS_KEPT", count, 7, "so many of these backups are kept"),
    Variable(
        "BROADSHEET_NO_BOOTSTRAP",
        flag,
        False,
        "manage.py leaves the Python environment alone",
    ),
    Variable(
        "BROADSHEET_EVAL_DATA",
        path,
        None,
        "folder with the sets that the quality benchmarks read; only they need it",
    ),
    Variable(
        "DATABASE_URL", text, None, "PostgreSQL 15 or newer with pgvector; embedded when absent"
    ),
    Variable(
        "DATABASE_REPLICA_URLS",
        words,
        (),
        "streaming replicas of DATABASE_URL, by commas, from which pages and lists are read; none when absent",
        is_secret=True,
    ),
    Variable(
        "REDIS_URL",
        redis_address,
        None,
        "Redis 7 or Valkey 8 or newer, or its sentinels; embedded when absent",
    ),
    Variable(
        "REDIS_CACHE_URL",
        redis_address,
        None,
        "server of the page cache, which may forget anything; REDIS_URL when absent",
    ),
    Variable(
        "REDIS_BROKER_URL", redis_address, None, "server of the task queues; REDIS_URL when absent"
    ),
    Variable(
        "REDIS_EVENTS_URL",
        redis_address,
        None,
        "server of counts that wait for PostgreSQL, which must forget nothing; REDIS_URL when absent",
    ),
    Variable(
        "EMAIL_URL",
        text,
        None,
        "mail server, such as smtp+tls://user:password@mail.example.org:587",
    ),
    Variable("PORT", count, 8000, "port of `manage.py dev`"),
)


def read_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Parsed value of every variable in the table, by name.

    Raises:
        SettingsError: an unknown name with our prefix, a malformed value, or one missing in production.
    """
    _refuse_unknown(environ)
    values = {variable.name: _value(variable, environ) for variable in VARIABLES}
    if values["BROADSHEET_ENV"] == "production":
        _require(
            values,
            "BROADSHEET_SECRET_KEY",
            "BROADSHEET_BASE_URL",
            "DATABASE_URL",
            "REDIS_URL",
        )
    return values


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable.name for variable in VARIABLES}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(
            f"{', '.join(unknown)}: no setting has this name. Known: {', '.join(sorted(known))}."
        )


def _value(variable: Variable, environ: Mapping[str, str]) -> Any:
    raw = environ.get(variable.name, "")
    if not raw:
        return variable.default
    try:
        return variable.parse(raw)
    except ValueError as error:
        shown = "" if variable.is_secret or "@" in raw else f" (it is {raw!r})"
        raise SettingsError(f"{variable.name}: {error}{shown}.") from error


def _require(values: Mapping[str, Any], *names: str) -> None:
    missing = [name for name in names if values[name] is None]
    if missing:
        raise SettingsError(
            f"{', '.join(missing)}: required in production. The README's configuration table says what to write."
        )
