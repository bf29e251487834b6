"""`make bench-growth`: what pages cost at 1,000, 10,000, 100,000 and 1,000,000 posts, against what they cost at 1,000.

Each size is a site of its own, with five comments and ten views for each post and a member for ten of them, and is measured as
by `make bench`: as shares of a bare Django view in the same run. QUICK=1 stops at 10,000; a number stops at that many.
"""

import json
import os
import re
import sys
from contextlib import ExitStack
from typing import Any, Final

from benchmarks import machine
from benchmarks.errors import CannotMeasureError
from benchmarks.results_file import write
from benchmarks.rounds import Measured, Rounds
from benchmarks.rows import FLOOR_ROW, PAST_THE_CACHE, rows
from benchmarks.serving import SITE, Stack, get, require
from benchmarks.wrk import Target

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
IS_QUICK: Final = bool(os.environ.get("QUICK"))
LARGEST: Final = 10_000 if IS_QUICK else SIZES[-1]
ROUNDS, SECONDS = (1, 2) if IS_QUICK else (3, 4)
ROWS: Final = (
    FLOOR_ROW, "article_warm", "article_cold", "feed_cold", "category_cold", "search_cold", "api_list_cold",
    "api_detail_cold", "member_feed", "member_article", "beacon",
)  # fmt: skip
DEEP_ROW: Final = "feed_page_30_cold"
DEEP: Final = 30
NEXT: Final = re.compile(r'href="[^"]*\?after=([^"&]+)')


def main(arguments: list[str]) -> int:
    """0 after a report; 1 where something could not be measured."""
    largest = int(arguments[0]) if arguments else LARGEST
    found, measured = machine.describe(), dict[int, Measured]()
    try:
        require()
        cores = os.sched_getaffinity(0)
        for posts in (size for size in SIZES if size <= largest):
            print(f"{posts} posts", file=sys.stderr)
            os.sched_setaffinity(0, cores)
            with ExitStack() as running:
                measured[posts] = _measure(Stack(running, scale=_scale(posts)))
    except CannotMeasureError as error:
        print(f"bench_growth: {error}", file=sys.stderr)
        return 1
    _report(measured, found)
    problems = [f"{posts}: {said}" for posts, one in measured.items() for said in one.problems]
    for problem in problems:
        print(f"bench_growth: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _scale(posts: int) -> list[str]:
    sizes = {"posts": posts, "comments": 5 * posts, "members": posts // 10, "views": 10 * posts}
    return [f"--{name}={size}" for name, size in sizes.items()]


def _measure(stack: Stack) -> Measured:
    stack.start_site()
    setting: dict[str, Any] = json.loads(stack.run("-m", "benchmarks.setting"))
    stack.start_floors(stack.keep_page(get(SITE, setting["paths"]["article"])))
    all_rows = rows(setting, has_nginx=False)
    targets = {name: all_rows[name] for name in ROWS}
    targets[DEEP_ROW] = Target(f"http://127.0.0.1:{SITE}{_deep_in_the_feed()}", PAST_THE_CACHE)
    return Rounds(targets, rounds=ROUNDS, seconds=SECONDS).run()


def _deep_in_the_feed() -> str:
    """The address of a page far down, found as a reader does. Raises CannotMeasureError: there is no next one."""
    address = "/"
    for _ in range(DEEP):
        cursors = NEXT.findall(get(SITE, address).decode())
        if not cursors:
            raise CannotMeasureError(f"{address} leads to no further page")
        address = f"/?after={cursors[0]}"
    return address


def _report(measured: dict[int, Measured], found: dict[str, Any]) -> None:
    """The ratio to the floor at each size, then how much more the largest costs than the smallest."""
    smallest, largest = min(measured), max(measured)
    print(
        f"{'ratio to F at':<22}" + "".join(f"{posts:>12,}" for posts in measured) + "      growth"
    )
    growth = {}
    for name in (*ROWS[1:], DEEP_ROW):
        ratios = [one.ratios.get(name) for one in measured.values()]
        first, last = (measured[size].ratios.get(name) for size in (smallest, largest))
        growth[name] = round(first / last, 3) if first and last else None
        print(f"{name:<22}" + "".join(f"{each or 0:>12.4f}" for each in ratios) + f"{growth[name] or 0:>12.2f}")  # fmt: skip
    everything = found | {
        "rounds": ROUNDS,
        "seconds": SECONDS,
        "ratio_to_floor": {posts: one.ratios for posts, one in measured.items()},
        "ratio_by_cpu_time": {posts: one.ratios_by_cpu for posts, one in measured.items()},
        "growth": growth,
    }
    write("growth_quick" if IS_QUICK else "growth", everything)
    print(json.dumps({f"growth_{name}": factor for name, factor in growth.items()}))
