"""The master is killed, sentinels choose another, and the site goes on: no process of it is started again.

Real servers and a real site: a master, its replica and a sentinel, a web process and a worker. The first sentinel of the addresses is gone.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import pytest
from celery import Celery
from django.conf import settings as active
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import Settings
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from config.bootstrap import ROOT
from config.broker import broker_settings, transport_options
from config.checks import redis_roles
from config.engines.valkey import find_binary
from config.preflight.advice import ADVICE
from config.redis import ask, events
from config.redis_connections import GuardedPool
from counting.tokens import make_token
from feed.models import Post
from tests.counting.reporting import BROWSER
from tests.factories import make_member, make_post

PASSWORD, SENTINEL_PASSWORD, NAME = "of the/servers", "of-the@sentinels", "site"
ROLES: Final = {"events": 0, "cache": 1, "broker": 2}
PATIENCE_SECONDS: Final = 60
VIEWS: Final = 8
pytestmark = pytest.mark.timeout(300)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def eventually(look: Callable[[], Any]) -> Any:
    """What is found, as soon as there is something; errors of servers that are away are nothing."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if found := look():
                return found
        except (RedisError, OSError, HTTPException, OperationalError):
            pass
        time.sleep(0.05)
    raise TimeoutError


@dataclass
class Watched:
    """A master with its replica, and a sentinel that watches them; what is started is stopped by `until`."""

    folder: Path
    until: ExitStack
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self) -> None:
        both = {"requirepass": PASSWORD, "masterauth": PASSWORD, "save": "", "repl-diskless-sync-delay": "0"}  # fmt: skip
        self._start("master", both)
        self._start("replica", both | {"replicaof": f"127.0.0.1 {self.ports['master']}"})
        eventually(lambda: self.client("replica").info("replication")["master_link_status"] == "up")
        self._start("sentinel", {
            f"sentinel monitor {NAME}": f"127.0.0.1 {self.ports['master']} 1",
            f"sentinel auth-pass {NAME}": f'"{PASSWORD}"',
            f"sentinel down-after-milliseconds {NAME}": "300",
            f"sentinel failover-timeout {NAME}": "2000",
            "requirepass": SENTINEL_PASSWORD,
        }, "--sentinel")  # fmt: skip
        eventually(
            lambda: "'ok'" in str(self.sentinel.execute_command("SENTINEL", "REPLICAS", NAME))
        )

    def cut_off(self) -> str:
        """The address of the events, and before it a sentinel that knows of a master which is gone."""
        dead = {f"sentinel monitor {NAME}": f"127.0.0.1 {self.ports['nobody']} 1"}
        self._start("cut off", dead | {"requirepass": SENTINEL_PASSWORD}, "--sentinel")
        place = f"127.0.0.1:{self.ports['cut off']}"
        line = Redis(port=self.ports["cut off"], password=SENTINEL_PASSWORD)
        eventually(line.ping)
        return self.address("events").replace("@", f"@{place},", 1)

    def _start(self, name: str, options: dict[str, str], *flags: str) -> None:
        self.ports[name] = free_port()
        quoted = {key: f'"{value}"' if key in ("requirepass", "masterauth", "save") else value for key, value in options.items()}  # fmt: skip
        lines = {"port": str(self.ports[name]), "bind": "127.0.0.1", **quoted}
        file = self.folder / f"{name}.conf"
        file.write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
        process = subprocess.Popen([find_binary(), str(file), *flags], cwd=self.folder, stdout=subprocess.DEVNULL)  # fmt: skip
        self.running[name] = process
        self.until.callback(process.wait, 10)
        self.until.callback(process.kill)

    def client(self, name: str, role: str = "events") -> "Redis":
        return Redis(port=self.ports[name], password=PASSWORD, db=ROLES[role], decode_responses=True)  # fmt: skip

    @property
    def sentinel(self) -> Any:
        return Redis(port=self.ports["sentinel"], password=SENTINEL_PASSWORD, decode_responses=True)

    def address(self, role: str) -> str:
        hosts = f"127.0.0.1:{self.ports['nobody']},127.0.0.1:{self.ports['sentinel']}"
        login = urlencode({"sentinel_password": SENTINEL_PASSWORD})
        return f"redis+sentinel://:of%20the%2Fservers@{hosts}/{NAME}/{ROLES[role]}?{login}"

    def let_replicate(self) -> None:
        """What was written before; the server waits for what the same connection wrote."""
        line = self.client("master")
        line.set("last", "word")
        assert line.wait(1, 10_000) == 1

    def kill_master(self) -> None:
        """Once all that was acknowledged is at the replica: without that it may be lost (docs/counting.md)."""
        self.let_replicate()
        self.running["master"].kill()
        self.running["master"].wait(10)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Watched]:
    with ExitStack() as until:
        found = Watched(tmp_path, until, {"nobody": free_port()})
        found.start()
        yield found


class Site:
    """A web process and a worker that know the sentinels alone."""

    def __init__(self, servers: Watched) -> None:
        name = connection.settings_dict["NAME"]
        url = urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
        roles = {f"REDIS_{role.upper()}_URL": servers.address(role) for role in ROLES}
        environ = os.environ | roles | {"DATABASE_URL": url, "BROADSHEET_TRUSTED_PROXIES": "1"}
        self.port = free_port()
        programs = (
            ("granian", "--interface=wsgi", "--no-ws", "--workers=1", "--blocking-threads=4", "--log-level=error", f"--port={self.port}", "config.wsgi:application"),
            ("celery", "--quiet", "--app=config.celery", "worker", "--queues=counts", "--pool=threads", "--without-gossip", "--without-mingle", "--loglevel=CRITICAL"),
        )  # fmt: skip
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-m", *program],
                cwd=ROOT,
                env=environ,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for program in programs
        ]
        servers.until.callback(self.end)
        self.sender = Celery("sender", broker=broker_settings(servers.address("broker"))[0], set_as_current=False)  # fmt: skip
        self.sender.conf.broker_transport_options = active.CELERY_BROKER_TRANSPORT_OPTIONS | transport_options(servers.address("broker"))  # fmt: skip
        self.sender.conf.task_publish_retry = False

    def end(self) -> None:
        web, worker = self.processes
        worker.kill()
        web.terminate()  # it has a process of its own to end
        for process in self.processes:
            process.wait(20)

    def ask(
        self,
        method: str,
        path: str,
        body: str = "",
        visitor: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Host": "127.0.0.1", "User-Agent": BROWSER, "X-Forwarded-For": f"81.2.{visitor}.5"}
        try:
            line.request(method, path, body or None, sent | dict(headers or {}))
            return line.getresponse().status
        finally:
            line.close()

    def report_view(self, post: Post, visitor: int) -> int:
        token = make_token("view", subject=post.pk, now=timezone.now())
        body = json.dumps({"tokens": [token]})
        return self.ask("POST", "/beacon/", body, visitor, {"Content-Type": "text/plain", "Sec-Fetch-Site": "same-origin"})  # fmt: skip

    def guess(self) -> int:
        csrf = "guess" * 6 + "gu"
        form = urlencode({"csrfmiddlewaretoken": csrf, "login": "alice", "password": "a guess"})
        return self.ask("POST", "/accounts/login/", form, headers={"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={csrf}"})  # fmt: skip

    def drain(self) -> bool:
        self.sender.send_task("counting.tasks.drain_all", queue="counts")
        return True


def increase(client: Redis) -> bool:
    """Whether the server said that it counted."""
    return bool(client.incr("n"))


def views_of(post: Post) -> int:
    return Post.objects.values_list("view_count", flat=True).get(pk=post.pk)


@pytest.mark.django_db(transaction=True)
def test_the_site_finds_the_new_master_by_itself(servers: Watched) -> None:
    make_member("alice")
    post = make_post()
    site = Site(servers)
    assert eventually(lambda: site.ask("GET", "/healthz") == 200)
    taken = [site.report_view(post, visitor) for visitor in range(VIEWS)]
    assert eventually(site.drain)
    assert eventually(lambda: views_of(post) == VIEWS)
    taken += [site.report_view(post, VIEWS + number) for number in range(VIEWS)]
    assert taken == [204] * 2 * VIEWS

    servers.kill_master()
    refused = iter(range(100, 250))
    remembered = servers.client("replica", "cache")

    assert site.ask("GET", "/") == site.ask("GET", post.get_absolute_url()) == 200
    assert eventually(lambda: site.report_view(post, next(refused)) == 204)
    pages = (f"/search/?q=quay{number}" for number in count())
    assert eventually(lambda: site.ask("GET", next(pages)) == 200 and remembered.keys("*:page:*"))
    assert eventually(lambda: site.guess() == 200 and remembered.keys("*:cache:*"))
    assert eventually(site.drain)

    assert eventually(lambda: views_of(post) > 2 * VIEWS)
    assert views_of(post) == 2 * VIEWS + 1
    servers.client("replica").config_set("min-replicas-to-write", 1)
    assert site.report_view(post, next(refused)) == 503
    assert {process.poll() for process in site.processes} == {None}


def test_no_connection_stays_with_a_master_that_fell_silent(servers: Watched) -> None:
    """It takes connections and commands as before, and answers none."""
    client = Redis.from_pool(GuardedPool.from_url(servers.address("events")))
    pool = client.connection_pool
    idle = [pool.get_connection() for _ in range(5)]
    for each in idle:
        pool.release(each)
    assert (ask(client, "INCR", "n"), client.incr("n")) == (1, 2)
    servers.let_replicate()

    servers.running["master"].send_signal(signal.SIGSTOP)
    eventually(lambda: increase(client))

    assert ask(client, "INCR", "n") == 4
    lines: list[Any] = [pool.get_connection() for _ in range(5)]
    for each in lines:
        each.send_command("INCR", "n")
        assert each.read_response()
        pool.release(each)
    assert {each.port for each in lines} == {servers.ports["replica"]}

    assert servers.client("replica").get("n") == "9"  # as often as somebody was told


def test_a_sentinel_that_is_cut_off_is_not_believed_for_good(servers: Watched) -> None:
    client = Redis.from_pool(GuardedPool.from_url(servers.cut_off()))

    with pytest.raises(RedisConnectionError):
        client.incr("n")

    assert eventually(lambda: increase(client))


def test_operator_is_told_what_such_an_address_lacks(servers: Watched, settings: Settings) -> None:
    for role in ROLES:
        setattr(settings, f"REDIS_{role.upper()}_URL", servers.address(role))
    events.cache_clear()

    told = {message.id for message in redis_roles()}
    events.cache_clear()

    assert {
        "broadsheet.W001",
        "broadsheet.W003",
    } <= told  # one master for all, which asks for no replica
    [rule] = (one for one in ADVICE if one.name == "valkey password")
    assert rule.holds()


def test_a_server_that_is_no_master_is_not_spoken_to(servers: Watched) -> None:
    """By hand, so that sentinels still name it."""
    client = Redis.from_pool(GuardedPool.from_url(servers.address("events")))
    assert client.incr("n") == 1

    servers.client("master").replicaof("127.0.0.1", servers.ports["replica"])

    with pytest.raises(RedisConnectionError, match="no master any more"):
        client.incr("n")
    with pytest.raises(RedisConnectionError, match="that sentinels name is no master"):
        client.get("n")
