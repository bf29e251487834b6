"""`make fuzz-api`: made-up requests against every operation of the API, in each role: as a stranger, a member, one who
acts for a sponsor, a moderator and an administrator.

MINUTES: how long it goes on in all (15): the same for each role, with requests for the bounds of every value, at random,
and those that follow from one operation to the next. Prints what was wrong, which is kept in var/fuzz/ as well, a table, and last one line of JSON.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from config.testing import command

# Each has its own share of the time, so that long chains of requests get theirs.
PHASES = "examples,coverage,fuzzing stateful"
ROLES = 5
MAX_MINUTES = 600


def main(arguments: list[str]) -> int:
    """0: nothing found. 1: something was. 2: it could not be measured."""
    minutes = arguments[0] if arguments else "15"
    if not minutes.isdecimal() or not 0 < int(minutes) <= MAX_MINUTES:
        print("fuzz_api: say for how many minutes, such as 15.", file=sys.stderr)
        return 2
    seconds = str(int(minutes) * 60 // ROLES)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        os.environ |= {"FUZZ_SECONDS": seconds, "FUZZ_PHASES": PHASES, "FUZZ_REPORT": str(report)}
        status = command.main(["tests/feed/test_api_fuzz.py", "-n0", "-p", "no:randomly"])
        rows = (
            [json.loads(line) for line in report.read_text().splitlines()]
            if report.exists()
            else []
        )
    _print(rows)
    return verdict(rows, status=status)


def verdict(rows: list[dict[str, Any]], *, status: int) -> int:
    """As `main`. `status`: of the tests, which fail on whatever is counted here."""
    if len(rows) < ROLES:
        return 2
    return int(status != 0 or any(row["findings"] for row in rows))


def _print(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'role':<12}{'cases':>10}{'findings':>10}")
    for row in rows:
        print(f"{row['role']:<12}{row['cases']:>10,}{row['findings']:>10,}")
    total = {name: sum(row[name] for row in rows) for name in ("cases", "findings")}
    print(json.dumps(total | {"roles": len(rows)}))
