"""How fast pages are made, as shares of a bare Django view measured in the same run.

The whole stack (web server, PostgreSQL, Valkey) shares one core, the load generator (wrk) has another. Rounds
of all pages and the floor are interleaved, and medians are compared, so that a machine that slows down slows
all of them. Nothing is cached: each request renders its page. QUICK=1 takes half a minute.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from statistics import median
from typing import Final

from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.testing.servers import ThrowAway

SITE_PORT: Final = 8471
FLOOR_PORT: Final = 8472
CONNECTIONS: Final = 16
ROUNDS, SECONDS = (2, 2) if os.environ.get("QUICK") else (5, 4)
START_SECONDS: Final = 60
FLOOR: Final = "floor"
SERVER_CORE, CLIENT_CORE = 0, 1


def main(_arguments: list[str]) -> int:
    """0 after a report; 1 where it could not be measured."""
    try:
        _require()
        with ExitStack() as running:
            figures = _measure(_start(running))
    except CannotMeasureError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    _report(figures)
    return 0


def _require() -> None:
    if shutil.which("wrk") is None:
        raise CannotMeasureError("wrk is missing: apt-get install wrk, or brew install wrk")
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        raise CannotMeasureError("two cores that can be told apart are needed (Linux)")


def _start(running: ExitStack) -> dict[str, str]:
    """Start servers with the demo's texts, the site and the floor; the addresses to measure, by name."""
    os.sched_setaffinity(0, {SERVER_CORE})
    servers = ThrowAway()
    running.callback(servers.stop)
    urls = servers.start()
    environ = os.environ | {
        "BROADSHEET_ENV": "development",
        "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
        "DATABASE_URL": urls["TEST_DATABASE_URL"],
        "REDIS_URL": urls["TEST_REDIS_URL"],
    }
    for command in (["migrate", "--verbosity=0"], ["demo", "--without-pictures"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    running.enter_context(_serving("config.wsgi:application", SITE_PORT, environ))
    running.enter_context(_serving("benchmarks.floor:application", FLOOR_PORT, environ))
    return _addresses()


@contextmanager
def _serving(application: str, port: int, environ: dict[str, str]) -> Iterator[None]:
    options = [
        "--interface=wsgi",
        "--no-ws",
        "--workers=1",
        "--blocking-threads=4",
        "--log-level=error",
    ]
    command = [sys.executable, "-m", "granian", *options, f"--port={port}", application]
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        _wait_until_open(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_open(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            _get(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CannotMeasureError(f"nothing answers on port {port}")


def _get(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    if response.status != 200:
        raise CannotMeasureError(f"{path} answers {response.status}")
    return body


def _addresses() -> dict[str, str]:
    [article, *_] = re.findall(r'href="(/posts/\d+/[^"]+)"', _get(SITE_PORT, "/hot/"))
    [category, *_] = re.findall(r'href="(/categories/[^"/]+/)"', _get(SITE_PORT, "/"))
    paths = {
        "article": article,
        "feed": "/",
        "category": category,
        "search": "/search/?q=harbour",
        "api_list": "/api/v1/posts/?page_size=30",
    }
    pages = {name: f"http://127.0.0.1:{SITE_PORT}{path}" for name, path in paths.items()}
    return {FLOOR: f"http://127.0.0.1:{FLOOR_PORT}/"} | pages


def _measure(addresses: dict[str, str]) -> dict[str, float]:
    """Median requests per second of each address."""
    rates: dict[str, list[float]] = {name: [] for name in addresses}
    for number in range(ROUNDS):
        for name, address in addresses.items():
            print(
                f"\rround {number + 1} of {ROUNDS}: {name:<10}", end="", file=sys.stderr, flush=True
            )
            rates[name].append(_rate(address))
    print(file=sys.stderr)
    return {name: median(found) for name, found in rates.items()}


def _rate(address: str) -> float:
    """Requests per second; raises CannotMeasureError if any of them failed."""
    command = [
        "wrk",
        "--threads=1",
        f"--connections={CONNECTIONS}",
        f"--duration={SECONDS}s",
        address,
    ]
    done = subprocess.run(
        ["taskset", "--cpu-list", str(CLIENT_CORE), *command],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise CannotMeasureError(f"{address} failed under load:\n{done.stdout}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise CannotMeasureError(f"wrk said nothing of use:\n{done.stdout}")
    return float(found[1])


def _report(figures: dict[str, float]) -> None:
    """A table for people, then one line of JSON with the ratios for machines."""
    ratios = {name: figures[name] / figures[FLOOR] for name in figures}
    print(f"{'page':<12}{'requests/s':>12}{'share of the floor':>22}")
    for name, rate in figures.items():
        print(f"{name:<12}{rate:>12.0f}{ratios[name]:>22.3f}")
    print(json.dumps({name: round(ratio, 4) for name, ratio in ratios.items() if name != FLOOR}))
