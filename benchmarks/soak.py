"""`make soak`: ten minutes of reading and reporting; nothing grows, nothing fails, every count is exact.

Two classes of connections: 16 that stay open and read (a mix of kept pages, members' pages and the API), and one after
the other that are opened for one request, report a view and close. At the end what the beacon acknowledged must stand in
PostgreSQL to the unit. MINUTES=1 makes it shorter.
"""

import json
import os
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

import psutil

from benchmarks import machine
from benchmarks.counted import report_view, stored_views
from benchmarks.errors import CannotMeasureError
from benchmarks.results_file import write
from benchmarks.rows import tokens_of
from benchmarks.serving import (
    BROWSER,
    CLIENT_CORE,
    SITE,
    Stack,
    megabytes_by_process,
    memory_megabytes,
    require,
)

MINUTES: Final = float(os.environ.get("MINUTES", "10"))
READERS: Final = 16
# A web process may hold so much, and may grow by so much after the first quarter of the time.
MOST_MEGABYTES: Final = 120.0
MOST_GROWTH_MEGABYTES: Final = 8.0
LOOK_SECONDS: Final = 5.0
# Between two views of one reporter; more would measure the reporter.
REPORT_SECONDS: Final = 0.05


@dataclass
class Tally:
    """What happened. `views`: reports that were acknowledged."""

    requests: int = 0
    views: int = 0
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, *, requests: int = 0, views: int = 0, failure: str = "") -> None:
        with self.lock:
            self.requests += requests
            self.views += views
            if failure:
                self.failures.append(failure)


def main(arguments: list[str]) -> int:
    """0 if nothing grew, failed or was miscounted; 1 otherwise, or where it could not be measured."""
    try:
        require()
        found = machine.describe()
        with ExitStack() as running:
            found |= _soak(Stack(running, scale=arguments))
    except CannotMeasureError as error:
        print(f"soak: {error}", file=sys.stderr)
        return 1
    for problem in found["problems"]:
        print(f"soak: {problem}", file=sys.stderr)
    print(
        f"{found['requests']} requests, {found['views_acknowledged']} views; the web process grew from "
        f"{found['megabytes_warm']} to {found['megabytes_end']} MB"
    )
    for name, memory in found["megabytes_by_process"].items():
        print(f"{name}: {', '.join(f'{size} MB {kind}' for kind, size in memory.items())}")
    write("soak", found)
    print(json.dumps(found))
    return 1 if found["problems"] else 0


def _soak(stack: Stack) -> dict[str, Any]:
    site = stack.start_site()
    setting = json.loads(stack.run("-m", "benchmarks.setting"))
    tokens = [token for path in setting["posts"] for token in tokens_of(path)]
    if not tokens:
        raise CannotMeasureError("no page carries a token to report")
    before = stored_views(stack)
    fresh = megabytes_by_process(site)[-1]
    tally, sizes = _under_load(site, setting, tokens, until=time.monotonic() + 60 * MINUTES)
    supervisor, web = megabytes_by_process(site)
    counted = stored_views(stack) - before
    warm, end = sizes[len(sizes) // 4], sizes[-1]
    found = {
        "minutes": MINUTES,
        "requests": tally.requests,
        "failures": len(tally.failures),
        "views_acknowledged": tally.views,
        "views_counted": counted,
        "megabytes_warm": warm,
        "megabytes_end": end,
        "megabytes_by_process": {
            "supervisor": supervisor,
            "web process, before": fresh,
            "web process, at the end": web,
        },
    }
    return found | {"problems": _problems(tally, counted, warm=warm, end=end)}


def _problems(tally: Tally, counted: int, *, warm: float, end: float) -> list[str]:
    checks = (
        (not tally.failures, f"{len(tally.failures)} requests failed, first: {tally.failures[:1]}"),
        (counted == tally.views, f"{tally.views} views were acknowledged and {counted} counted"),
        (end - warm <= MOST_GROWTH_MEGABYTES, f"the web process grew by {end - warm:.1f} MB"),
        (end <= MOST_MEGABYTES, f"the web process holds {end} MB, more than {MOST_MEGABYTES}"),
    )
    return [said for is_right, said in checks if not is_right]


def _under_load(
    site: psutil.Process, setting: dict[str, Any], tokens: list[str], *, until: float
) -> tuple[Tally, list[float]]:
    """What was answered, and the size of the web process every few seconds.

    Who asks ends with this process: after a soak that was ended early they would ask the site of the next one.
    """
    tally = Tally()
    workers = [
        threading.Thread(target=_read, args=(tally, setting, number, until), daemon=True)
        for number in range(READERS)
    ]
    workers.append(threading.Thread(target=_report, args=(tally, tokens, until), daemon=True))
    for worker in workers:
        worker.start()
    sizes = []
    while time.monotonic() < until:
        sizes.append(memory_megabytes(site)["rss"])
        left = max(until - time.monotonic(), 0)
        print(f"\r{left:5.0f} s left, {sizes[-1]:.0f} MB", end="", file=sys.stderr, flush=True)
        time.sleep(min(LOOK_SECONDS, left))
    for worker in workers:
        worker.join()
    print(file=sys.stderr)
    return tally, [*sizes, memory_megabytes(site)["rss"]]


def _read(tally: Tally, setting: dict[str, Any], number: int, until: float) -> None:
    """One connection that stays open; every fourth reader is a member."""
    os.sched_setaffinity(0, {CLIENT_CORE})
    pages = [*setting["paths"].values(), *setting["posts"]]
    headers = {"User-Agent": BROWSER}
    if number % 4 == 0:
        headers["Cookie"] = f"sessionid={setting['sessions'][number]}"
    connection = HTTPConnection("127.0.0.1", SITE, timeout=30)
    turn = number
    while time.monotonic() < until:
        turn += 1
        _ask(tally, connection, pages[turn % len(pages)], headers)
    connection.close()


def _ask(tally: Tally, connection: HTTPConnection, page: str, headers: dict[str, str]) -> None:
    try:
        connection.request("GET", page, headers=headers)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException) as error:
        connection.close()
        tally.note(requests=1, failure=f"{page}: {error!r}")
        return
    tally.note(requests=1, failure="" if response.status == 200 else f"{page}: {response.status}")


def _report(tally: Tally, tokens: list[str], until: float) -> None:
    """Another visitor each time, on a connection of its own."""
    os.sched_setaffinity(0, {CLIENT_CORE})
    turn = 0
    while time.monotonic() < until:
        turn += 1
        try:
            status = report_view(SITE, tokens[turn % len(tokens)], visitor=turn)
        except (OSError, HTTPException) as error:
            tally.note(requests=1, failure=f"beacon: {error!r}")
        else:
            is_counted = status == 204
            tally.note(
                requests=1, views=int(is_counted), failure="" if is_counted else f"beacon: {status}"
            )
        time.sleep(REPORT_SECONDS)
