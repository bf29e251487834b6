"""Addresses of Redis and Valkey: of a server, or of the sentinels that know which server it is now. A leaf: imports nothing of ours.

redis+sentinel://user:password@host:26379,host:26379/name/0?sentinel_password=…, and rediss+sentinel://… for TLS to sentinels and servers alike.
User and password are those of the servers; `name` is what the sentinels call the master; the number is that of the database.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

SENTINEL_PORT: Final = 26379
OF_SERVERS: Final = ("redis", "rediss", "unix")
OF_SENTINELS: Final = ("redis+sentinel", "rediss+sentinel")
FORM: Final = "redis+sentinel://:password@host:26379,host:26379/name/0"
TLS_FILES: Final = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
SENTINEL_LOGIN: Final = ("sentinel_username", "sentinel_password")


@dataclass(frozen=True)
class Watched:
    """A master that sentinels watch. `login`, `sentinel_login`: `username` and `password`, as far as given.

    `tls`: what redis-py wants to know for TLS; empty without.
    """

    sentinels: tuple[tuple[str, int], ...]
    name: str
    database: int
    login: dict[str, str]
    sentinel_login: dict[str, str]
    tls: dict[str, str]


def redis_address(value: str) -> str:
    """The address as it is. Raises ValueError with what to write instead; it repeats no password."""
    scheme = value.partition("://")[0]
    if scheme in OF_SENTINELS:
        watched(value)
    elif scheme not in OF_SERVERS:
        raise ValueError(f"write redis://…, rediss://…, unix://… or {FORM}")
    return value


def watched(url: str) -> Watched | None:
    """What an address of sentinels says; None for that of a server. Raises ValueError."""
    scheme, _, rest = url.partition("://")
    if scheme not in OF_SENTINELS:
        return None
    place, _, query = rest.partition("?")
    before_path, _, path = place.partition("/")
    login, _, hosts = before_path.rpartition("@")
    name, _, database = path.partition("/")
    if not name or not (database or "0").isdecimal():
        raise ValueError(f"after the hosts write the name of the master and the number of the database, as in {FORM}")  # fmt: skip
    options = _options(query, has_tls=scheme.startswith("rediss"))
    return Watched(
        sentinels=tuple(_host(each) for each in hosts.split(",")),
        name=unquote(name),
        database=int(database or 0),
        login=_login(*map(unquote, login.partition(":")[::2])),
        sentinel_login=_login(*(options.get(key, "") for key in SENTINEL_LOGIN)),
        tls=_tls(options) if scheme.startswith("rediss") else {},
    )


def place_of(url: str) -> str:
    """What two addresses of one server have in common; the number of the database does not tell servers apart."""
    found = watched(url)
    if found:
        return f"{found.name} of {', '.join(f'{host}:{port}' for host, port in sorted(found.sentinels))}"  # fmt: skip
    parts = urlsplit(url)
    return parts.path if parts.scheme == "unix" else f"{parts.hostname}:{parts.port or 6379}"


def _host(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    try:
        host, port = parts.hostname, parts.port or SENTINEL_PORT
    except ValueError:
        host = None
    if not host:
        raise ValueError(f"write each sentinel as host:{SENTINEL_PORT}, several by commas, as in {FORM}")  # fmt: skip
    return host, port


def _options(query: str, *, has_tls: bool) -> dict[str, str]:
    options = dict(parse_qsl(query, strict_parsing=True)) if query else {}
    known = (*SENTINEL_LOGIN, *(TLS_FILES if has_tls else ()))
    if unknown := sorted(options.keys() - {*known}):
        raise ValueError(f"after the question mark may stand {', '.join(known)}, not {', '.join(unknown)}; files are for rediss+sentinel://")  # fmt: skip
    return options


def _login(username: str, password: str) -> dict[str, str]:
    given = {"username": username, "password": password}
    return {key: value for key, value in given.items() if value}


def _tls(options: dict[str, str]) -> dict[str, str]:
    """A certificate is asked for and checked, always."""
    files = {key: options[key] for key in TLS_FILES if key in options}
    return {"ssl_cert_reqs": "required"} | files


def server_options(watched: Watched) -> dict[str, Any]:
    """How to connect to the servers, in the words of redis-py, but for where."""
    return {"db": watched.database, **watched.login, **watched.tls}


def sentinel_options(watched: Watched) -> dict[str, Any]:
    """The same for the sentinels, which have no databases."""
    return {**watched.sentinel_login, **watched.tls}
