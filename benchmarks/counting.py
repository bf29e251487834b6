"""How fast events are taken in and drained, and what they weigh while they wait.

The site (web server, PostgreSQL, Valkey with appendfsync always) has one core, the load generator, which is built in,
the other. Rounds of beacons and of the floor, a bare Django view under the same server, are interleaved and their
medians compared. Each beacon is that of another visitor. QUICK=1 takes less than a minute.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import IO, Any, Final

import psutil

from benchmarks.errors import CannotMeasureError
from benchmarks.load import run
from config.bootstrap import ROOT
from config.engines.account import server_account
from config.engines.errors import EngineError
from config.engines.places import make_places
from config.engines.postgres import Postgres
from config.engines.private import Servers
from config.engines.valkey import Valkey

SITE_PORT: Final = 8473
FLOOR_PORT: Final = 8474
CONNECTIONS: Final = 16
IS_QUICK: Final = bool(os.environ.get("QUICK"))
ROUNDS, SECONDS = (3, 2.0) if IS_QUICK else (7, 4.0)
VISITORS: Final = 4_000
POSTS: Final = 20_000
VIEWS: Final = 200_000 if IS_QUICK else 1_000_000
IMPRESSIONS: Final = 20_000 if IS_QUICK else 100_000
EVENTS_OF_A_PAGE: Final = 4
SERVER_CORE, CLIENT_CORE = 0, 1


def main(_arguments: list[str]) -> int:
    """0 after a report; 1 where it could not be measured."""
    try:
        _require_two_cores()
        with ExitStack() as running:
            _start(running)
            figures = _measure_beacons() | _measure_buffer()
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"bench-counting: {error}", file=sys.stderr)
        return 1
    _report(figures)
    return 0


def _require_two_cores() -> None:
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        raise CannotMeasureError("two cores that can be told apart are needed (Linux)")


def _start(running: ExitStack) -> None:
    """Start durable servers, the site and the floor; this process becomes a Django of the site."""
    os.sched_setaffinity(0, {SERVER_CORE})
    folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="bench-counting-")))
    folder.chmod(0o711)
    places = make_places(folder, server_account())
    servers = Servers({"DATABASE_URL": Postgres(places), "REDIS_URL": Valkey(places)})
    running.callback(servers.stop)
    servers.start(say=lambda _line: None)
    os.environ |= servers.environ | {
        "BROADSHEET_ENV": "development",
        "BROADSHEET_FLOOD_EVENTS_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=ROOT, check=True)
    import django

    django.setup()
    running.enter_context(serving("config.wsgi:application", SITE_PORT))
    running.enter_context(serving("benchmarks.floor:application", FLOOR_PORT))


@contextmanager
def serving(application: str, port: int, *, output: IO[str] | None = None) -> Iterator[None]:
    """Answer on `port`, from one process with a thread for each connection.

    Raises:
        CannotMeasureError: somebody answers there already.
    """
    with socket.socket() as one:
        if one.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotMeasureError(f"port {port} is taken: is another measurement running?")
    options = ["--interface=wsgi", "--no-ws", "--workers=1", f"--blocking-threads={CONNECTIONS}"]
    command = [sys.executable, "-m", "granian", *options, "--log-level=error", f"--port={port}"]
    process = subprocess.Popen([*command, application], cwd=ROOT, stdout=output, stderr=output)
    try:
        _wait_until_open(port)
        yield
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """With its workers: a server whose machine is busy may take longer than it is given."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        for each in (*family, process):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        process.wait(10)


def _wait_until_open(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            run(port, [_request("GET", "/healthz")], status=200, connections=1, seconds=0.01)
        except CannotMeasureError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _measure_beacons() -> dict[str, float]:
    """Medians of requests per second; the generator leaves the servers' core for as long as it runs."""
    works = {
        "floor": (FLOOR_PORT, [_request("GET", "/healthz")], 200),
        "beacon": (SITE_PORT, _beacons(1), 204),
        "beacon_page": (SITE_PORT, _beacons(EVENTS_OF_A_PAGE), 204),
    }
    rates: dict[str, list[float]] = {name: [] for name in works}
    os.sched_setaffinity(0, {CLIENT_CORE})
    for _ in range(ROUNDS):
        for name, (port, requests, status) in works.items():
            load = run(port, requests, status=status, connections=CONNECTIONS, seconds=SECONDS)
            rates[name].append(load.per_second)
    os.sched_setaffinity(0, {SERVER_CORE})
    found = {name: median(rate) for name, rate in rates.items()}
    return {
        "floor_per_s": found["floor"],
        "beacon_per_s": found["beacon"],
        "beacon_ratio": found["beacon"] / found["floor"],
        "beacon_page_ratio": found["beacon_page"] / found["floor"],
        "beacon_events_per_s": found["beacon_page"] * EVENTS_OF_A_PAGE,
    }


def _beacons(events: int) -> list[bytes]:
    """Beacons of as many visitors, of a view each and impressions beside it."""
    from django.utils import timezone

    from counting.tokens import make_token

    now = timezone.now()
    kinds = ("view", *["impression"] * (events - 1))
    return [
        _request(
            "POST",
            "/beacon/",
            body=json.dumps(
                {"tokens": [make_token(kind, subject=visitor, now=now) for kind in kinds]}
            ),
            agent=f"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.{visitor}",
        )
        for visitor in range(1, VISITORS + 1)
    ]


def _request(method: str, path: str, *, body: str = "", agent: str = "bench") -> bytes:
    lines = (
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"User-Agent: {agent}",
        "Sec-Fetch-Site: same-origin",
        "Content-Type: text/plain;charset=UTF-8",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def _measure_buffer() -> dict[str, float]:
    """Drain, memory and the floor of Valkey alone; from an empty buffer."""
    from config.redis import events

    redis = events()
    redis.flushdb()
    xadd = _xadd_alone(redis)
    redis.flushdb()
    views = _views(redis)
    impressions = _impressions(redis)
    return xadd | views | impressions


def _xadd_alone(redis: Any) -> dict[str, float]:
    count = 2_000 if IS_QUICK else 10_000
    start = time.perf_counter()
    for number in range(count):
        redis.xadd("floor", {"e": f"AbCdEfGhIjK 1vG9 {number} 1 "})
    return {"xadd_alone_per_s": count / (time.perf_counter() - start)}


def _views(redis: Any) -> dict[str, float]:
    from django.utils import timezone

    from counting.drain import drain_kind
    from counting.models import EventClass
    from counting.sightings import live_field, live_key

    today = timezone.now().date()
    fields = {
        live_field(today, EventClass.VALID, post): VIEWS // POSTS for post in range(1, POSTS + 1)
    }
    weight = _weight(redis, lambda: redis.hset(live_key("view"), mapping=fields))
    seconds = _seconds(lambda: drain_kind("view", redis=redis), expected=VIEWS)
    return {
        "drain_views_per_s": VIEWS / seconds,
        "view_bytes_per_million": weight * 1_000_000 / VIEWS,
    }


def _impressions(redis: Any) -> dict[str, float]:
    from counting.drain import drain_events
    from counting.kinds import REGISTRY, LedgerKind

    name = next(
        (kind.name for kind in REGISTRY.values() if isinstance(kind, LedgerKind)), "benchmark"
    )
    REGISTRY.setdefault(name, LedgerKind(name=name, apply=lambda _events: None))
    weight = _weight(redis, lambda: _fill_stream(redis, name))
    seconds = _seconds(lambda: _drain_stream(drain_events, name, redis), expected=IMPRESSIONS)
    return {
        "drain_impressions_per_s": IMPRESSIONS / seconds,
        "impression_bytes_per_million": weight * 1_000_000 / IMPRESSIONS,
    }


def _fill_stream(redis: Any, name: str) -> None:
    from django.utils import timezone

    from counting.sightings import stream_key
    from counting.stream import entry_text
    from counting.tokens import Token, new_event_id

    now = timezone.now()
    pipeline = redis.pipeline(transaction=False)
    for number in range(IMPRESSIONS):
        token = Token(name, number % 500, now, new_event_id())
        pipeline.xadd(stream_key(name), {"e": entry_text(token, arrived_at=now)})
        if number % 1_000 == 999:
            pipeline.execute()
    pipeline.execute()


def _drain_stream(drain_events: Callable[..., int], name: str, redis: Any) -> int:
    drained = 0
    while found := drain_events(name, redis=redis):
        drained += found
    return drained


def _weight(redis: Any, fill: Callable[[], object]) -> int:
    """Bytes by which the server grew."""
    before = redis.info("memory")["used_memory_dataset"]
    fill()
    return int(redis.info("memory")["used_memory_dataset"]) - int(before)


def _seconds(drain: Callable[[], int], *, expected: int) -> float:
    start = time.perf_counter()
    drained = drain()
    seconds = time.perf_counter() - start
    if drained != expected:
        raise CannotMeasureError(f"{drained} events were drained, {expected} were there")
    return seconds


def _report(figures: dict[str, float]) -> None:
    """A table for people, then one line of JSON."""
    lines = (
        ("bare view", "floor_per_s", "requests/s"),
        ("beacon, one view", "beacon_per_s", "requests/s"),
        ("  share of the bare view", "beacon_ratio", ""),
        (f"beacon, {EVENTS_OF_A_PAGE} events", "beacon_events_per_s", "events/s"),
        ("  share of the bare view", "beacon_page_ratio", "(by requests)"),
        ("XADD alone, one client", "xadd_alone_per_s", "events/s"),
        ("drain of views", "drain_views_per_s", f"events/s, {POSTS} posts"),
        ("drain of the ledger", "drain_impressions_per_s", "events/s"),
        ("a million views that wait", "view_bytes_per_million", "bytes"),
        ("a million impressions that wait", "impression_bytes_per_million", "bytes"),
    )
    print("load generator: built in; one core for the site, one for the generator\n")
    for title, name, unit in lines:
        digits = 3 if "ratio" in name else 0
        print(f"{title:<34}{figures[name]:>16,.{digits}f} {unit}")
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
