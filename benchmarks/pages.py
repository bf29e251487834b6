"""`make bench`: how fast pages are, as shares of a floor measured in the same run.

The floor F is a bare Django view under gunicorn gthread (one worker, four threads). The whole stack (web server,
PostgreSQL, Valkey) shares one core, the load generator (wrk) has another. All rows are measured in turn, round by
round, with the floor before every few of them, and medians are compared: a machine that slows down slows all of them.
QUICK=1 takes about two minutes. `--posts`, `--comments` … are those of `manage.py seed_scale`.
"""

import json
import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from statistics import median
from typing import Any, Final

from benchmarks import machine
from benchmarks.counted import share_counted
from benchmarks.errors import CannotMeasureError
from benchmarks.rows import FLOOR_ROW, rows, tokens_of
from benchmarks.serving import MICRO_CACHE, SITE, Stack, get, memory_megabytes, require
from benchmarks.wrk import Sample, Target, ask_once, measure
from config.bootstrap import ROOT

ROUNDS, SECONDS = (1, 1) if os.environ.get("QUICK") else (3, 4)
# So many rows are measured between two looks at the floor.
STRETCH: Final = 6
# So many are reported at the end, through nginx where it is there.
VIEWS: Final = 500
RESULTS: Final = ROOT / "benchmarks" / "results"


def main(arguments: list[str]) -> int:
    """0 after a report; 1 where something could not be measured."""
    try:
        require()
        found = machine.describe()
        with ExitStack() as running:
            measured = _run(Stack(running, scale=arguments))
    except CannotMeasureError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    samples, problems = measured.pop("samples"), measured.pop("problems")
    _report(samples, found | {"scale": arguments, "rounds": ROUNDS, "seconds": SECONDS} | measured)
    for problem in problems:
        print(f"bench: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _run(stack: Stack) -> dict[str, Any]:
    """Medians by row, what could not be measured, the memory of each kind of server at the end, how views were counted."""
    site = stack.start_site()
    setting: dict[str, Any] = json.loads(stack.run("-m", "benchmarks.setting"))
    folder = stack.keep_page(get(SITE, setting["paths"]["article"], {"Accept-Encoding": "br"}))
    stack.start_floors(folder)
    nginx = stack.start_nginx(folder)
    samples, problems = _rounds(rows(setting, has_nginx=nginx is not None))
    tokens = [token for path in setting["posts"] for token in tokens_of(path)]
    door = MICRO_CACHE if nginx else SITE
    return {
        "samples": samples,
        "problems": problems
        if nginx
        else [*problems, "nginx is missing: its rows were not measured"],
        "views_counted_share": share_counted(stack, door, tokens, views=VIEWS),
        "memory_mb": {
            "web process": memory_megabytes(site),
            **({"nginx": memory_megabytes(nginx)} if nginx else {}),
            **stack.engines_megabytes(),
        },
    }


def _rounds(targets: dict[str, Target]) -> tuple[dict[str, Sample], list[str]]:
    taken: dict[str, list[Sample]] = {name: [] for name in targets}
    problems: dict[str, str] = {}
    for number in range(1, ROUNDS + 1):
        for place, name in enumerate(each for each in targets if each != FLOOR_ROW):
            if place % STRETCH == 0:
                _take(FLOOR_ROW, targets, taken, problems)
            print(f"\rround {number} of {ROUNDS}: {name:<30}", end="", file=sys.stderr, flush=True)
            _take(name, targets, taken, problems)
    print(file=sys.stderr)
    if not taken[FLOOR_ROW]:
        raise CannotMeasureError(problems[FLOOR_ROW])
    return {name: _middle(found) for name, found in taken.items() if found}, list(problems.values())


def _take(
    name: str,
    targets: dict[str, Target],
    taken: dict[str, list[Sample]],
    problems: dict[str, str],
) -> None:
    try:
        if not targets[name].script:
            ask_once(
                targets[name]
            )  # the first of many after a pause may wait for a cache to be filled
        taken[name].append(measure(targets[name], seconds=SECONDS))
        get(SITE, "/healthz")  # what was still on its way is through
    except CannotMeasureError as error:
        problems[name] = f"{name}: {error}"


def _middle(found: list[Sample]) -> Sample:
    columns = zip(*(asdict(one).values() for one in found), strict=True)
    return Sample(*(median(column) for column in columns))


def _report(samples: dict[str, Sample], found: dict[str, Any]) -> None:
    """A table for people, a file with everything, then one line of JSON with the ratios for machines."""
    floor = samples[FLOOR_ROW]
    print(f"{'row':<28}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'ratio to F':>12}")
    for name, one in samples.items():
        ratio = one.rate / floor.rate
        print(
            f"{name:<28}{one.rate:>11.0f}{one.p50:>9.2f}{one.p99:>9.2f}{one.cpu:>9.3f}{ratio:>12.4f}"
        )
    for name, memory in found["memory_mb"].items():
        print(f"{name}: {memory['rss']} MB resident, {memory['pss']} MB proportional")
    print(f"{found['views_counted_share']:.4f} of the reported views were counted")
    ratios = {name: round(one.rate / floor.rate, 4) for name, one in samples.items()}
    by_cpu = {name: round(floor.cpu / one.cpu, 4) for name, one in samples.items() if one.cpu}
    RESULTS.mkdir(exist_ok=True)
    name = "quick" if os.environ.get("QUICK") else "pages"
    everything = found | {
        "rows": {name: asdict(one) for name, one in samples.items()},
        "ratio_to_floor": ratios,
        "ratio_by_cpu_time": by_cpu,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(everything, indent=2) + "\n")
    memory = found["memory_mb"]["web process"]["rss"]
    print(
        json.dumps(
            ratios | {"web_process_mb": memory, "views_counted_share": found["views_counted_share"]}
        )
    )
