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
from typing import Any, Final

from benchmarks import machine
from benchmarks.counted import share_counted
from benchmarks.errors import CannotMeasureError
from benchmarks.results_file import write
from benchmarks.rounds import Measured, Rounds
from benchmarks.rows import DRF_ROW, rows, tokens_of
from benchmarks.serving import MICRO_CACHE, SITE, Stack, get, memory_megabytes, require

ROUNDS, SECONDS = (1, 1) if os.environ.get("QUICK") else (3, 4)
# So many are reported at the end, through nginx where it is there.
VIEWS: Final = 500
NO_NGINX: Final = "nginx is missing: its rows were not measured"


def main(arguments: list[str]) -> int:
    """0 after a report; 1 where something could not be measured."""
    try:
        require()
        found = machine.describe()
        with ExitStack() as running:
            found |= {"scale": arguments, "rounds": ROUNDS, "seconds": SECONDS}
            found |= _run(Stack(running, scale=arguments))
    except CannotMeasureError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    problems = found.pop("problems")
    _report(found.pop("measured"), found)
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
    targets = rows(setting, has_nginx=nginx is not None)
    measured = Rounds(targets, rounds=ROUNDS, seconds=SECONDS).run()
    tokens = [token for path in setting["posts"] for token in tokens_of(path)]
    door = MICRO_CACHE if nginx else SITE
    return {
        "measured": measured,
        "problems": measured.problems + ([] if nginx else [NO_NGINX]),
        "views_counted_share": share_counted(stack, door, tokens, views=VIEWS),
        "memory_mb": {
            "web process": memory_megabytes(site),
            **({"nginx": memory_megabytes(nginx)} if nginx else {}),
            **stack.engines_megabytes(),
        },
    }


def _report(measured: Measured, found: dict[str, Any]) -> None:
    """A table for people, a file with everything, then one line of JSON with the ratios for machines."""
    ratios, samples = measured.ratios, measured.samples
    print(f"{'row':<28}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'ratio to F':>12}")
    for name, one in samples.items():
        speed = f"{one.rate:>11.0f}{one.p50:>9.2f}{one.p99:>9.2f}{one.cpu:>9.3f}"
        print(f"{name:<28}{speed}{ratios[name]:>12.4f}")
    for name, memory in found["memory_mb"].items():
        print(f"{name}: {memory['rss']} MB resident, {memory['pss']} MB proportional")
    print(f"{found['views_counted_share']:.4f} of the reported views were counted")
    to_drf = {
        f"{name}_to_drf": round(ratio / ratios[DRF_ROW], 4)
        for name, ratio in ratios.items()
        if name.startswith("api_") and DRF_ROW in ratios
    }
    for name, ratio in to_drf.items():
        print(f"{name}: {ratio} of a bare view of Django REST framework")
    everything = found | {
        "rows": {name: asdict(one) for name, one in samples.items()},
        "ratio_to_floor": ratios,
        "ratio_by_cpu_time": measured.ratios_by_cpu,
        "ratio_to_drf": to_drf,
    }
    write("quick" if os.environ.get("QUICK") else "pages", everything)
    beside = {
        "web_process_mb": found["memory_mb"]["web process"]["rss"],
        "views_counted_share": found["views_counted_share"],
    }
    print(json.dumps(ratios | to_drf | beside))
