"""`make fuzz`: made-up input at every door that strangers' bytes come in by (tests/fuzz/targets.py), then at the API.

The renderer and what is made of its HTML, tokens, exports of other systems, strangers' pages, addresses, search queries
and cursors; a corpus of attacks rendered in Chromium; at last `manage.py fuzz_api`, which `--without-api` leaves out.
Prints what was wrong, a table, and last one line of JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from config.bootstrap import ROOT

CASES: Final = 100_000
API_MINUTES: Final = 15
DOORS: Final = 11  # as many as tests/fuzz/test_fuzz.py writes down, which a test compares
TESTS: Final = "tests/fuzz"
NOTHING_FOUND, FOUND, NOT_MEASURED = range(3)


def main(arguments: list[str]) -> int:
    """0: nothing found. 1: something was. 2: it could not be measured."""
    options = _parse(arguments)
    rows = _doors(options.cases)
    if not options.without_api and (row := _api(options.api_minutes)):
        rows.append(row)
    _print(rows)
    report = {name: sum(row[name] for row in rows) for name in ("cases", "findings")}
    print(json.dumps(report | {"targets": len(rows)}))
    if report["cases"] < options.cases or len(rows) < DOORS + (not options.without_api):
        print("fuzz: not every door was tried; what failed stands above.", file=sys.stderr)
        return NOT_MEASURED
    return FOUND if report["findings"] else NOTHING_FOUND


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help=f"in all ({CASES:,})")
    parser.add_argument("--without-api", action="store_true", help="leave the API out")
    parser.add_argument(
        "--api-minutes", type=int, default=API_MINUTES, help=f"for the API ({API_MINUTES})"
    )
    return parser.parse_args(arguments)


def _doors(cases: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        environ = os.environ | {"FUZZ_CASES": str(cases), "FUZZ_REPORT": str(report)}
        _run("test", TESTS, "-n0", "-p", "no:randomly", environ=environ)
        lines = report.read_text().splitlines() if report.exists() else []
    return [json.loads(line) for line in lines]


def _api(minutes: int) -> dict[str, Any] | None:
    told = _run("fuzz_api", str(minutes), environ=os.environ.copy())
    try:
        return {"target": "API", **json.loads(told.splitlines()[-1])}
    except (ValueError, IndexError):
        return None


def _run(*command: str, environ: dict[str, str]) -> str:
    """What it printed, which is printed here as well."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    print(done.stdout)
    return done.stdout


def _print(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'target':<24}{'cases':>10}{'findings':>10}")
    for row in rows:
        print(f"{row['target']:<24}{row['cases']:>10,}{row['findings']:>10,}")
