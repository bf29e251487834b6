"""Runs Schemathesis against a site: requests made up from docs/openapi.json, answers checked against it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.bootstrap import ROOT

CHECKS: Final = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
)  # fmt: skip
TOLD: Final = re.compile(r"(\d+) generated")
OPTIONS: Final = (
    "--seed", "8", "--generation-database", "none", "--no-color", "--no-shrink", "--continue-on-failure",
    "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "30",
)  # fmt: skip
# For each operation in one turn through all of them; when time is left, another turn follows.
CASES_IN_A_TURN: Final = 20
# What reading the description and the last request may take beyond the time that was asked for.
GRACE_SECONDS: Final = 120


@dataclass(frozen=True)
class Report:
    """`status`: 0 if every answer was as described; `told`: what Schemathesis says of it."""

    cases: int
    status: int
    told: str

    @property
    def findings(self) -> int:
        return self.told.count("Test Case ID:")


def run(site: str, *, tokens: Iterable[str], seconds: int, phases: str, folder: Path) -> Report:
    """Made-up requests for `seconds`, or one to each operation (0), drawn from one seed; `folder` is for its files.

    Raises:
        TimeoutExpired: the program went on for GRACE_SECONDS longer.
    """
    program = Path(sys.executable).parent / "schemathesis"
    chosen = ("--checks", ",".join(CHECKS), "--phases", phases)
    turn = ["--max-examples", str(CASES_IN_A_TURN if seconds else 1)]
    if seconds:
        turn += ["--max-time", str(seconds)]
    told = {"SCHEMATHESIS_HOOKS": "tests.feed.fuzz_hooks", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [program, "run", ROOT / "docs" / "openapi.json", "--url", site, *chosen, *turn, *OPTIONS],
        cwd=folder,
        env=os.environ | told | {"FUZZ_TOKENS": " ".join(tokens)},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + GRACE_SECONDS,
    )
    generated = TOLD.search(done.stdout)
    cases_run = int(generated[1]) if generated else 0
    return Report(cases_run, done.returncode, done.stdout + done.stderr)


def note(report: Report, *, role: str, path: str) -> None:
    """Add a line of JSON to the file of who counts; "" is nobody."""
    if path:
        with Path(path).open("a") as file:
            line = {"role": role, "cases": report.cases, "findings": report.findings}
            file.write(json.dumps(line) + "\n")
