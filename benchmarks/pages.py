"""`make bench`: how fast pages are, as shares of a floor measured in the same run.

The floor F is a bare Django view under gunicorn gthread (one worker, four threads). The whole stack (web server,
PostgreSQL, Valkey) shares one core, the load generator (wrk) has another. All rows are measured in turn, round by
round, with the floor before every few of them, and medians are compared: a machine that slows down slows all of them.
QUICK=1 takes about a minute. `--posts`, `--comments` … are those of `manage.py seed_scale`.
"""

import json
import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from statistics import median
from typing import Any, Final

from benchmarks import machine
from benchmarks.errors import CannotMeasureError
from benchmarks.rows import FLOOR_ROW, rows
from benchmarks.serving import SITE, Stack, get, memory_megabytes, require
from benchmarks.wrk import Sample, Target, measure
from config.bootstrap import ROOT

ROUNDS, SECONDS = (1, 1) if os.environ.get("QUICK") else (3, 4)
# So many rows are measured between two looks at the floor.
STRETCH: Final = 6
RESULTS: Final = ROOT / "benchmarks" / "results"


def main(arguments: list[str]) -> int:
    """0 after a report; 1 where something could not be measured."""
    try:
        require()
        found = machine.describe()
        with ExitStack() as running:
            samples, problems, memory = _run(Stack(running, scale=arguments))
    except CannotMeasureError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    found |= {"scale": arguments, "rounds": ROUNDS, "seconds": SECONDS, "memory_mb": memory}
    _report(samples, found)
    for problem in problems:
        print(f"bench: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _run(stack: Stack) -> tuple[dict[str, Sample], list[str], dict[str, float]]:
    """Medians by row, what could not be measured, and the site's memory at the end."""
    site = stack.start_site()
    stack.start_floors()
    setting: dict[str, Any] = json.loads(stack.run("-m", "benchmarks.setting"))
    has_nginx = stack.start_nginx(get(SITE, setting["paths"]["article"]))
    targets = rows(setting, has_nginx=has_nginx)
    samples, problems = _rounds(targets)
    return samples, problems, memory_megabytes(site)


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
    memory = found["memory_mb"]
    print(f"web process: {memory['rss']} MB resident, {memory['pss']} MB proportional")
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
    print(json.dumps(ratios | {"web_process_mb": memory["rss"]}))
