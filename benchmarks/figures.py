"""`make figures`: all speed figures of the README in one run; writes benchmarks/results/ and prints the README's tables.

Runs `bench`, `bench_growth` and `soak` one after the other, each to its end; QUICK=1 makes them short. `--tables` only
prints the tables of what was measured before.
"""

import json
import os
import subprocess
import sys
from typing import Any, Final

from benchmarks.results_file import read
from config.bootstrap import ROOT

IS_QUICK: Final = bool(os.environ.get("QUICK"))
PARTS: Final = ("bench", "bench_growth", "soak")
# The rows of the README, and what each is to reach as a share of the floor.
WANTED: Final = (
    ("article_warm", "article, kept", 4.0),
    ("article_micro_cache", "article, kept by nginx in front", 9.0),
    ("feed_warm", "feed, kept", 4.0),
    ("feed_micro_cache", "feed, kept by nginx in front", 9.0),
    ("article_cold", "article, past the kept page", 0.10),
    ("article_each", "another article each time, made anew", 0.10),
    ("feed_cold", "feed, past the kept page", 0.08),
    ("search_cold", "search, past the kept page", 0.08),
    ("search_each", "search for other words each time", 0.08),
    ("api_list_cold", "API list of 30, past the kept page", 0.20),
    ("api_list_warm", "API list of 30, kept", 3.0),
    ("beacon", "beacon", 0.5),
    ("member_feed", "a member's feed", 0.20),
    ("member_article", "a member's article", 0.20),
    ("member_article_each", "a member's article, another each time", 0.20),
)


def main(arguments: list[str]) -> int:
    """0 after all tables; 1 where a part could not be measured or the soak found something."""
    failed = [] if "--tables" in arguments else [part for part in PARTS if not _runs(part)]
    pages, growth = read("quick" if IS_QUICK else "pages"), read(_growth_name())
    soak = read("soak")
    if pages:
        _print_pages(pages)
    if growth:
        _print_growth(growth)
    if soak:
        _print_soak(soak)
    ratios = pages["ratio_to_floor"] if pages else {}
    print(json.dumps({name: ratios.get(name) for name, _words, _least in WANTED}))
    for part in failed:
        print(f"bench_figures: {part} did not end well", file=sys.stderr)
    return 1 if failed or not pages or not growth or not soak else 0


def _growth_name() -> str:
    return "growth_quick" if IS_QUICK else "growth"


def _runs(part: str) -> bool:
    environ = os.environ | ({"MINUTES": "1"} if IS_QUICK else {})
    command = [sys.executable, "manage.py", part]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode == 0


def _print_pages(found: dict[str, Any]) -> None:
    ratios, samples = found["ratio_to_floor"], found["rows"]
    print("\n| 16 connections, one core for all servers | share of F | wanted | p50 ms | p99 ms |")
    print("| --- | --: | --: | --: | --: |")
    for name, words, least in WANTED:
        if name in ratios:
            one = samples[name]
            times = f"{_short(one['p50'])} | {_short(one['p99'])}"
            print(f"| {words} | {ratios[name]:.3g} | {least:g} | {times} |")
    beside = ("floor_same_bytes", "hello_granian", "nginx_static", "sponsors_fill", "comment_post")
    said = ", ".join(f"`{name}` {ratios[name]:.3g}" for name in beside if name in ratios)
    memory = found["memory_mb"]["web process"]["rss"]
    print(f"\nIn the same run: {said}; the web process held {memory:g} MB.")
    print(f"Measured {found['at'][:10]} on {found['processor']}, {found['cores']} cores.")


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.2g}"


def _print_growth(found: dict[str, Any]) -> None:
    sizes = found["ratio_to_floor"]
    print("\n| share of F at | " + " | ".join(f"{int(posts):,}" for posts in sizes) + " | growth |")
    print("| --- |" + " --: |" * (len(sizes) + 1))
    for name, factor in found["growth"].items():
        cells = " | ".join(f"{ratios.get(name, 0):.3g}" for ratios in sizes.values())
        print(f"| `{name}` | {cells} | {factor or 0:.2f} |")


def _print_soak(found: dict[str, Any]) -> None:
    print(
        f"\nSoak, {found['minutes']:g} minutes: {found['requests']:,} requests, {found['failures']} failures, "
        f"{found['views_acknowledged']:,} views acknowledged and {found['views_counted']:,} counted; "
        f"the web process held {found['megabytes_warm']:g} MB when warm and {found['megabytes_end']:g} MB at the end."
    )
