"""`make overload`: three times as many requests as the site can answer, a thousand idle connections and slow clients, behind nginx.

The site runs as deploy/ has it. Visitors, each from an address of its own, ask for pages that nothing keeps: first one after the other
as fast as they are answered, which is the capacity; then, for a while, three times as many in each second, whatever becomes of them. Those
that are too many must be sent away at once, by 429 or 503 with Retry-After; kept pages must go on. Afterwards one visitor asks until a
page is as fast as before. Then a thousand connections say nothing, and others send their head letter by letter. Last comes one line of JSON:
`impolite` are failures that are neither 429 nor 503 with Retry-After, `broken` requests without an answer in time.
"""

import json
import os
import resource
import socket
import ssl
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from itertools import count
from typing import Any, Final
from urllib.parse import urlsplit

import psutil

from benchmarks import deployed
from benchmarks.deployed import CAST, HOST, NO_ANSWER, TLS_PORT, Deployed, manage
from benchmarks.errors import CannotMeasureError
from config.bootstrap import ROOT
from config.engines.errors import EngineError
from config.testing.schema import load_tables

CAPACITY_VISITORS, CAPACITY_SECONDS = 24, 10
TIMES: Final = 3
OVERLOAD_SECONDS: Final = 30
# So many wait for an answer at most, each from its own address; more would measure the client.
VISITORS: Final = 500
PATIENCE_SECONDS: Final = 40
IDLE, SLOW = 1_000, 50
OPEN_FILES: Final = 8_192
POLITE: Final = (429, 503)


@dataclass(frozen=True)
class Answer:
    """One request. `status`: NO_ANSWER for none; `is_polite`: it says when to come back."""

    status: int
    seconds: float
    is_polite: bool


def main(_arguments: list[str]) -> int:
    """0: what was too much was sent away politely, and the site recovered. 1: not so. 2: it could not be measured."""
    try:
        deployed.require("nginx", "openssl")
        with ExitStack() as running:
            report = _Flood(running).run()
    except (CannotMeasureError, EngineError, subprocess.CalledProcessError) as error:
        print(f"overload: {error}", file=sys.stderr)
        return 2
    for name, value in report.items():
        print(f"{name:>28} {value}")
    print(json.dumps(report))
    return int(bool(report["impolite"] or report["broken"] or report["kept_pages_failed"]))


class _Flood:
    def __init__(self, running: ExitStack) -> None:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, hard), hard))
        self.site = Deployed(running)
        deployed.prepare(ROOT)
        import django

        django.setup()
        url = os.environ["DATABASE_URL"]
        if not load_tables(url, database=urlsplit(url).path.strip("/")):
            manage("migrate", "-v0")
        subprocess.run([sys.executable, "-c", CAST, "1"], cwd=ROOT, check=True, capture_output=True)
        self.site.start_all()
        self.trusting = self.site.trusting()
        self.numbers = count()

    def run(self) -> dict[str, Any]:
        alone = [self._ask(self._new_page(), visitor=1).seconds for _ in range(20)]
        capacity = self._capacity()
        kept = [self._ask("/", visitor=20_000)]  # from now on nginx has it
        answers, sent, seconds = self._overload(round(capacity * TIMES), kept)
        recovery = self._recovery(3 * statistics.median(alone))
        shed = [one for one in answers if one.status in POLITE and one.is_polite]
        good = [one for one in answers if one.status == 200]
        broken = sum(one.status == NO_ANSWER for one in answers)
        return {
            "capacity_per_second": round(capacity, 1), "offered_per_second": round(sent / seconds, 1),
            "answered_per_second": round(len(good) / seconds, 1), "requests": len(answers), "answered": len(good), "shed": len(shed),
            "impolite": len(answers) - len(good) - len(shed) - broken, "broken": broken,
            "answer_p95_seconds": _p95(good), "shed_p95_seconds": _p95(shed), "slowest_seconds": round(max(one.seconds for one in answers), 2),
            "kept_pages": len(kept), "kept_pages_failed": sum(one.status != 200 for one in kept), "kept_p95_seconds": _p95(kept),
            "page_alone_seconds": round(statistics.median(alone), 3), "recovery_seconds": recovery,
        } | self._idle() | self._slow()  # fmt: skip

    def _capacity(self) -> float:
        """Answers in a second while CAPACITY_VISITORS ask one after the other."""
        answers, until = list[Answer](), time.monotonic() + CAPACITY_SECONDS

        def ask(visitor: int) -> None:
            while time.monotonic() < until:
                answers.append(self._ask(self._new_page(), visitor=visitor))
                visitor += CAPACITY_VISITORS

        _together([lambda number=number: ask(number) for number in range(CAPACITY_VISITORS)])
        if not all(one.status == 200 for one in answers):
            raise CannotMeasureError("not even what the site can do is answered")
        return len(answers) / CAPACITY_SECONDS

    def _overload(self, rate: int, kept: list[Answer]) -> tuple[list[Answer], int, float]:
        """`rate` requests each second, from VISITORS who take turns; one more asks for a kept page twice a second."""
        answers, began = list[Answer](), time.monotonic()
        until = began + OVERLOAD_SECONDS

        def ask(visitor: int) -> None:
            due = began + visitor / rate
            while due < until:
                time.sleep(max(0.0, due - time.monotonic()))
                if time.monotonic() > until:
                    return
                answers.append(
                    self._ask(self._new_page(), visitor=visitor + int(due) % 7 * VISITORS)
                )
                due += VISITORS / rate

        def read() -> None:
            while time.monotonic() < until:
                kept.append(self._ask("/", visitor=20_000))
                time.sleep(0.5)

        _together([lambda number=number: ask(number) for number in range(VISITORS)] + [read])
        return answers, len(answers), time.monotonic() - began

    def _recovery(self, good_seconds: float) -> float:
        """Seconds until a page that nothing keeps is answered in `good_seconds`."""
        began = time.monotonic()
        while True:
            one = self._ask(self._new_page(), visitor=21_000)
            if one.status == 200 and one.seconds <= good_seconds:
                return round(time.monotonic() - began, 2)
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise CannotMeasureError(f"no recovery within {PATIENCE_SECONDS} s")
            time.sleep(0.1)

    def _idle(self) -> dict[str, Any]:
        """A thousand connections over TLS that never ask for anything."""
        before = self._nginx_megabytes()
        with ExitStack() as held:
            for number in range(IDLE):
                held.enter_context(self._connected(number))
            pages = [self._ask(self._new_page(), visitor=22_000 + number) for number in range(30)]
            grown = self._nginx_megabytes() - before
        return {
            "idle_connections": IDLE, "idle_megabytes": round(grown, 1), "idle_page_p95_seconds": _p95(pages),
            "idle_failed": sum(one.status != 200 for one in pages),
        }  # fmt: skip

    def _slow(self) -> dict[str, Any]:
        """Heads that come letter by letter; how long they last, and what others get meanwhile."""
        began, ended = time.monotonic(), list[float]()

        def dribble(number: int) -> None:
            with self._connected(number) as line:
                try:
                    for letter in f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Never: {'x' * 100}":
                        line.sendall(letter.encode())
                        line.settimeout(1.0)
                        try:
                            if not line.recv(1):
                                break
                        except TimeoutError:
                            continue
                except OSError:
                    pass
            ended.append(time.monotonic() - began)

        slow = [threading.Thread(target=dribble, args=(number,)) for number in range(SLOW)]
        for thread in slow:
            thread.start()
        pages = [self._ask(self._new_page(), visitor=23_000 + number) for number in range(30)]
        for thread in slow:
            thread.join()
        return {"slow_clients": SLOW, "slow_ended_seconds": round(max(ended), 1), "slow_page_p95_seconds": _p95(pages), "slow_failed": sum(one.status != 200 for one in pages)}  # fmt: skip

    def _new_page(self) -> str:
        return f"/search/?q=harbour&n={next(self.numbers)}"

    def _ask(self, path: str, *, visitor: int) -> Answer:
        began = time.monotonic()
        connection = HTTPSConnection("127.0.0.1", TLS_PORT, timeout=PATIENCE_SECONDS, context=self.trusting, source_address=(_address(visitor), 0))  # fmt: skip
        try:
            connection.request("GET", path, headers={"Host": HOST})
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return Answer(NO_ANSWER, time.monotonic() - began, is_polite=False)
        finally:
            connection.close()
        is_polite = answer.headers.get("Retry-After", "").isdecimal()
        return Answer(answer.status, time.monotonic() - began, is_polite)

    def _connected(self, number: int) -> ssl.SSLSocket:
        line = socket.create_connection(("127.0.0.1", TLS_PORT), timeout=PATIENCE_SECONDS, source_address=(_address(24_000 + number), 0))  # fmt: skip
        return self.trusting.wrap_socket(line, server_hostname=HOST)

    def _nginx_megabytes(self) -> float:
        """Of its processes together, without what they share."""
        family = psutil.Process(self.site.processes["nginx"].pid)
        return sum(one.memory_full_info().uss for one in (family, *family.children())) / 1_000_000


def _together(deeds: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _address(visitor: int) -> str:
    """Every 127.x.y.z is this machine."""
    return f"127.{1 + visitor // 62_500}.{visitor // 250 % 250}.{1 + visitor % 250}"


def _p95(answers: list[Answer]) -> float | None:
    """Seconds; None for no answers at all."""
    if len(answers) < 2:
        return answers[0].seconds if answers else None
    return round(statistics.quantiles([one.seconds for one in answers], n=20)[-1], 3)
