"""The private servers: where they lie, what they refuse, how they come back."""

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config.engines import places, probe
from config.engines.account import Account, server_account
from config.engines.errors import EngineError
from config.engines.leftovers import find_leftover
from config.engines.places import MAX_SOCKET_PATH_BYTES, make_places
from config.engines.postgres import Postgres
from config.engines.private import Servers, plan_servers
from config.engines.valkey import Valkey


@contextmanager
def empty_place() -> Iterator[Path]:
    """A directory that other accounts reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-var-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def var() -> Iterator[Path]:
    with empty_place() as place:
        yield place


@pytest.fixture
def servers(var: Path) -> Iterator[Servers]:
    """To be started, stopped and killed."""
    planned = plan_servers(var, {})
    yield planned
    planned.stop()


@pytest.fixture(scope="module")
def started() -> Iterator[Servers]:
    """Started once, for all who only ask them."""
    with empty_place() as place:
        planned = plan_servers(place, {})
        start(planned)
        yield planned
        planned.stop()


def start(servers: Servers) -> dict[str, str]:
    servers.start(say=lambda _line: None)
    return servers.environ


def test_servers_keep_their_data(servers: Servers) -> None:
    urls = start(servers)
    with psycopg.connect(urls["DATABASE_URL"]) as database:
        database.execute("CREATE TABLE kept AS SELECT 'Alice' AS name")
    redis.Redis.from_url(urls["REDIS_URL"]).set("kept", "Alice")
    servers.stop()

    start(servers)

    with psycopg.connect(urls["DATABASE_URL"]) as database:
        assert database.execute("SELECT name FROM kept").fetchone() == ("Alice",)
    assert redis.Redis.from_url(urls["REDIS_URL"]).get("kept") == b"Alice"


@pytest.mark.parametrize("number", [signal.SIGKILL, 0])
def test_servers_replace_those_that_a_killed_run_left(
    servers: Servers, var: Path, number: int
) -> None:
    """Dead ones leave their files behind, and on systems without a death signal live ones stay."""
    start(servers)
    left = [server.process.pid for server in servers.all if server.process]
    for pid in left:
        os.kill(pid, number)

    again = plan_servers(var, {})
    urls = start(again)

    with psycopg.connect(urls["DATABASE_URL"]) as database:
        assert database.execute("SELECT 1").fetchone() == (1,)
    assert redis.Redis.from_url(urls["REDIS_URL"]).ping()
    assert not any(psutil.pid_exists(pid) and _is_alive(pid) for pid in left)
    again.stop()


def _is_alive(pid: int) -> bool:
    return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_database_is_what_the_site_needs(started: Servers) -> None:
    with psycopg.connect(started.environ["DATABASE_URL"], autocommit=True) as database:
        for extension in ("vector", "pg_trgm", "unaccent"):
            database.execute(f"CREATE EXTENSION {extension}")
        found = database.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()

    assert found == ("b", "C.UTF-8", "UTF8")


def test_servers_listen_on_no_port(started: Servers) -> None:
    for server in started.all:
        assert server.process
        assert psutil.Process(server.process.pid).net_connections(kind="inet") == []


def test_every_count_is_on_disk_before_it_is_acknowledged(started: Servers) -> None:
    client = redis.Redis.from_url(started.environ["REDIS_URL"])

    assert client.config_get("appendfsync") == {"appendfsync": "always"}
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_named_servers_are_not_started(var: Path) -> None:
    named = {"DATABASE_URL": "postgresql://elsewhere/x", "REDIS_URL": ""}

    assert [type(server) for server in plan_servers(var, named).all] == [Valkey]
    assert plan_servers(var, named | {"REDIS_URL": "redis://elsewhere"}).all == ()


def test_stale_pid_of_a_stranger_does_not_keep_postgres_from_starting(var: Path) -> None:
    made = make_places(var, server_account())
    server = Postgres(made)
    server.start()
    server.stop()
    stranger = f"{os.getpid()}\n{server.data}\n"
    (server.data / "postmaster.pid").write_text(stranger)

    server.start()

    assert server.process
    assert server.process.poll() is None
    server.stop()


def test_leftover_is_only_what_its_command_line_shows(tmp_path: Path) -> None:
    (tmp_path / "pid").write_text(f"{os.getpid()}\n")
    marker = psutil.Process().cmdline()[0]

    assert find_leftover(tmp_path / "pid", marker="/no/such/place") is None
    found = find_leftover(tmp_path / "pid", marker=marker)
    assert found is not None
    assert found.pid == os.getpid()


def test_sockets_of_a_deep_checkout_lie_where_their_path_fits(var: Path) -> None:
    deep = var / ("d" * 90)

    made = make_places(deep, None)

    assert len(os.fsencode(made.postgres_run / ".s.PGSQL.5432")) <= MAX_SOCKET_PATH_BYTES
    with socket.socket(socket.AF_UNIX) as probe_socket:
        probe_socket.bind(str(made.postgres_run / ".s.PGSQL.5432"))
    (made.postgres_run / ".s.PGSQL.5432").unlink()


@pytest.mark.parametrize("kind", ["link", "open to all"])
def test_directory_that_somebody_else_may_have_made_is_refused(var: Path, kind: str) -> None:
    place = var / "place"
    if kind == "link":
        place.symlink_to(var)
    else:
        place.mkdir()
        place.chmod(0o777)

    with pytest.raises(EngineError, match="not ours alone"):
        places._owned(place, 0o711)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
def test_root_keeps_postgres_outside_a_closed_checkout(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "REFUGE", var)
    closed = var / "closed"
    closed.mkdir(mode=0o700)

    made = make_places(closed / "var", server_account())

    assert not made.postgres_data.is_relative_to(closed)
    assert made.valkey_data.is_relative_to(closed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
def test_postgres_of_root_runs_as_somebody_else(started: Servers) -> None:
    account = server_account()

    owner = psutil.Process(started.all[0].process.pid).uids().effective  # type: ignore[union-attr]
    assert isinstance(account, Account)
    assert owner == account.uid != 0


@pytest.mark.parametrize(
    ("ask", "url"),
    [
        (probe.require_postgres, "postgresql://user:password@127.0.0.1:9/x"),
        (probe.require_redis, "redis://user:password@127.0.0.1:9/0"),
        (probe.require_postgres, "not an address"),
        (probe.require_redis, "not an address"),
    ],
)
def test_server_that_cannot_be_used_is_one_line(ask: object, url: str) -> None:
    assert callable(ask)
    with pytest.raises(EngineError) as refused:
        ask(url)

    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_usable_servers_pass(started: Servers) -> None:
    urls = started.environ

    assert probe.require_postgres(urls["DATABASE_URL"]) is None  # type: ignore[func-returns-value]
    assert probe.require_redis(urls["REDIS_URL"]) is None  # type: ignore[func-returns-value]
