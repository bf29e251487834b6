"""How the cost of building lists grows with the site, from stored features: at 1,000, 10,000 and 100,000 posts.

Throw-away servers are filled with made-up posts in stories of twenty (vectors, terms and dates of the right shape and
size). Then two processes build lists side by side until a sample is done; the time for all follows from it, as every
list costs the same at one size. A million is extrapolated from the measured slope of the CPU time.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from math import log
from typing import Any, Final

from config.bootstrap import ROOT
from config.testing.servers import ThrowAway

SIZES: Final = (1_000, 10_000, 100_000)
QUICK_SIZES: Final = (500, 2_000)
SAMPLE: Final = 2_000
PROCESSES: Final = 2
INSERTED: Final = 11


def measure_growth(*, is_quick: bool) -> dict[str, Any]:
    """Milliseconds for a list with two processes, the minutes for all, what a new post costs, and the slope of CPU."""
    found = {}
    for size in QUICK_SIZES if is_quick else SIZES:
        with site_of(size) as environ:
            found[size] = _figures(size, environ)
            print(f"{size:>9,} posts: {found[size]}", flush=True)
    slope = _slope({size: each["cpu_ms"] for size, each in found.items()})
    largest = max(found)
    million = found[largest]["cpu_ms"] / PROCESSES * (1_000_000 / largest) ** max(slope, 0.0)
    return {
        "sizes": found,
        "list_cost_exponent": round(slope, 3),
        "million_minutes_extrapolated": round(million * 1_000_000 / 60_000, 1),
    }


def _figures(size: int, environ: dict[str, str]) -> dict[str, float]:
    """`list_ms`, `all_minutes`: on the clock, with whatever else the machine does; `cpu_ms`: a list's share of a core, of worker
    and PostgreSQL together; `all_cpu_minutes`: of all lists, on two cores. `cpu_ms_per_ln`: the share by the logarithm of the
    number of posts, the same at each size where all lists cost n log n.
    """
    new_post = float(_run("insert", str(INSERTED), environ=environ))
    share = min(size, SAMPLE) // 2 // PROCESSES
    seconds, cpu, peak = _build_side_by_side(share, environ)
    list_ms = 1000 * max(seconds) / (share * PROCESSES)
    return {
        "list_ms": round(list_ms, 2),
        "cpu_ms": (cpu_ms := round(1000 * sum(cpu) / (share * PROCESSES), 2)),
        "cpu_ms_per_ln": round(cpu_ms / log(size), 3),
        "all_cpu_minutes": round(cpu_ms * size / PROCESSES / 60_000, 2),
        "all_minutes": round(list_ms * size / 60_000, 2),
        "new_post_ms": round(1000 * new_post, 1),
        "peak_mb": round(max(peak)),
    }


def measure_all(*, is_quick: bool) -> dict[str, float | bool]:
    """All lists of the largest site by the clock, built by two processes: for a machine that does nothing else."""
    size = max(QUICK_SIZES if is_quick else SIZES)
    with site_of(size) as environ:
        seconds, cpu, peak = _build_side_by_side(size // PROCESSES, environ)
    return {
        "posts": size,
        "minutes": round(max(seconds) / 60, 2),
        "cpu_ms": round(1000 * sum(cpu) / size, 2),
        "peak_mb": round(max(peak)),
        "within_10_minutes": max(seconds) <= 600,
    }


def _build_side_by_side(share: int, environ: dict[str, str]) -> tuple[tuple[float, ...], ...]:
    """Seconds, seconds of CPU and peaks of memory of each process; `share`: lists that each builds."""
    with ThreadPoolExecutor(PROCESSES) as side_by_side:
        told = side_by_side.map(
            lambda _: _run("build", str(share), environ=environ), range(PROCESSES)
        )
        return tuple(zip(*(map(float, each.split()) for each in told), strict=True))


@contextmanager
def site_of(size: int) -> Iterator[dict[str, str]]:
    """Servers with so many posts that have features and old lists."""
    servers = ThrowAway()
    try:
        urls = servers.start()
        environ = os.environ | {
            "BROADSHEET_ENV": "development",
            "BROADSHEET_MEDIA_ROOT": urls["TEST_MEDIA_ROOT"],
            "DATABASE_URL": urls["TEST_DATABASE_URL"],
            "REDIS_URL": urls["TEST_REDIS_URL"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "OPENBLAS_NUM_THREADS": "1",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"],
            cwd=ROOT, env=environ, check=True,
        )  # fmt: skip
        _run("fill", str(size), environ=environ)
        yield environ
    finally:
        servers.stop()


def _run(*arguments: str, environ: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.read_more.made_up", *arguments],
        cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def _slope(cost: dict[int, float]) -> float:
    """The exponent of a list's cost over the last step: 0 is as much as before, 1 grows with the site."""
    (small, large) = list(pairwise(sorted(cost)))[-1]
    return log(cost[large] / cost[small]) / log(large / small)
