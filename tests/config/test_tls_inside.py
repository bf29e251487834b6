"""Where PostgreSQL and Valkey are on other machines: their addresses ask for TLS, and then nothing goes out in plain, nor to anybody else."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import environ
import pytest
from django.conf import settings as active
from django.db import OperationalError, connections
from kombu import Connection
from kombu.exceptions import OperationalError as BrokerError
from redis import Redis
from redis.exceptions import RedisError

from config.broker import broker_settings, transport_options
from config.bucket import BREAKERS as STORES
from config.bucket import Bucket
from config.object_store import object_store
from config.postgresql.base import BREAKERS
from config.redis_connections import GuardedPool
from tests.feed.certificates import certified

HOST: Final = "localhost"
SSL_REQUEST: Final = 8
TLS: Final = b"\x16"  # a handshake begins with it
Greet = Callable[[socket.socket], bool]


@dataclass
class Listener:
    """What came through TLS, and what came in plain."""

    port: int
    sealed: list[bytes] = field(default_factory=list)
    plain: list[bytes] = field(default_factory=list)


@contextmanager
def listening(context: ssl.SSLContext, greet: Greet) -> Iterator[Listener]:
    """A server that says no more than what TLS needs; `greet`: what comes before, and whether TLS does."""
    with socket.create_server((HOST, 0)) as door:
        heard = Listener(door.getsockname()[1])

        def take() -> None:
            while True:
                try:
                    connected = door.accept()[0]
                except OSError:
                    return
                with suppress(OSError), connected:
                    is_sealed, first = greet(connected), connected.recv(1, socket.MSG_PEEK)
                    if not is_sealed or first not in (TLS, b""):
                        heard.plain.append(connected.recv(64))
                        continue
                    with context.wrap_socket(connected, server_side=True) as safe:
                        heard.sealed.append(safe.recv(64))

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield heard
        door.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def postgresql(url: str) -> None:
    there: Any = connections["default"]
    other = there.copy()
    found = environ.Env.db_url_config(url)
    other.settings_dict |= {name: found[name] for name in ("HOST", "PORT", "USER", "NAME")}
    other.settings_dict["OPTIONS"] = found["OPTIONS"] | {"connect_timeout": 2}
    BREAKERS.pop((HOST, str(found["PORT"])), None)
    other.ensure_connection()


def valkey(url: str) -> None:
    Redis.from_pool(GuardedPool.from_url(url)).ping()


def broker(url: str) -> None:
    address, tls = broker_settings(url)
    options = active.CELERY_BROKER_TRANSPORT_OPTIONS | transport_options(url)
    with Connection(address, ssl=tls, transport_options=options) as line:
        client: Any = line.default_channel
        client.client.ping()


def bucket(url: str) -> None:
    store = replace(object_store(url), read_seconds=0.3)
    STORES.pop(store.endpoint, None)
    Bucket(store=store, prefix="media", has_addresses=True).ask()


def greet_postgresql(connected: socket.socket) -> bool:
    connected.recv(SSL_REQUEST)
    connected.sendall(b"S")
    return True


def refuse_tls(connected: socket.socket) -> bool:
    connected.recv(SSL_REQUEST)
    connected.sendall(b"N")
    return False


CLIENTS: Final[dict[str, tuple[Callable[[str], None], str, str, Greet]]] = {
    "postgresql": (postgresql, "postgresql://site@{place}/x?sslmode=verify-full", "&sslrootcert={file}", greet_postgresql),
    "valkey": (valkey, "rediss://:secret@{place}/0", "?ssl_ca_certs={file}", lambda _connected: True),
    "valkey by a sentinel": (valkey, "rediss+sentinel://:secret@{place}/main/0", "?ssl_ca_certs={file}", lambda _connected: True),
    "broker by a sentinel": (broker, "rediss+sentinel://:secret@{place}/main/0", "?ssl_ca_certs={file}", lambda _connected: True),
    "broker": (broker, "rediss://:secret@{place}/0", "?ssl_ca_certs={file}", lambda _connected: True),
    "object store": (bucket, "s3://user:password@{place}/uploads", "?ca={file}", lambda _connected: True),
}  # fmt: skip
ERRORS: Final = (OperationalError, RedisError, OSError, BrokerError)


@pytest.mark.django_db
@pytest.mark.parametrize("client", CLIENTS)
def test_only_the_server_whose_certificate_is_known_hears_of_us(
    client: str, tmp_path: Path
) -> None:
    ask, address, trusting, greet = CLIENTS[client]
    (tmp_path / "stranger").mkdir()
    known, stranger = certified(tmp_path, HOST)[0], certified(tmp_path / "stranger", HOST)[0]
    file = trusting.format(file=tmp_path / "chain.pem")

    with listening(known, greet) as right, listening(stranger, greet) as wrong:
        for port, more in ((right.port, file), (wrong.port, file), (right.port, trusting.format(file=tmp_path / "stranger" / "chain.pem")), (wrong.port, "")):  # fmt: skip
            with pytest.raises(ERRORS):  # neither answers
                ask(address.format(place=f"{HOST}:{port}") + more)

    (said,) = {*right.sealed}  # a library may say it again
    assert said
    assert wrong.sealed + wrong.plain + right.plain == []


@pytest.mark.django_db
def test_a_postgresql_without_tls_is_told_nothing(tmp_path: Path) -> None:
    ask, address, _trusting, _greet = CLIENTS["postgresql"]
    with (
        listening(certified(tmp_path, HOST)[0], refuse_tls) as server,
        pytest.raises(OperationalError, match="SSL"),
    ):
        ask(address.format(place=f"{HOST}:{server.port}") + f"&sslrootcert={tmp_path}/chain.pem")

    assert b"".join(server.plain + server.sealed) == b""
