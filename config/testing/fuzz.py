"""`make fuzz-api`: made-up requests against every operation of the API, as a stranger, a member and a moderator.

CASES: at most so many random requests for each operation (100), beside those for the bounds of every value and those
that follow from one operation to the next. Prints what was wrong, a table, and last one line of JSON.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from config.testing import command

PHASES = "examples,coverage,fuzzing,stateful"
ROLES = 3


def main(arguments: list[str]) -> int:
    """0: nothing found. 1: something was. 2: it could not be measured."""
    cases = arguments[0] if arguments else "100"
    if not cases.isdecimal() or not int(cases):
        print("fuzz_api: say how many cases, such as 100.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        os.environ |= {"FUZZ_CASES": cases, "FUZZ_PHASES": PHASES, "FUZZ_REPORT": str(report)}
        status = command.main(["tests/feed/fuzz_api.py", "-n0", "-p", "no:randomly"])
        rows = (
            [json.loads(line) for line in report.read_text().splitlines()]
            if report.exists()
            else []
        )
    _print(rows)
    if len(rows) < ROLES:
        return 2
    return int(status != 0)


def _print(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'role':<12}{'cases':>10}{'findings':>10}")
    for row in rows:
        print(f"{row['role']:<12}{row['cases']:>10,}{row['findings']:>10,}")
    total = {name: sum(row[name] for row in rows) for name in ("cases", "findings")}
    print(json.dumps(total | {"roles": len(rows)}))
