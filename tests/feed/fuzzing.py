"""Runs Schemathesis against a site: requests made up from docs/openapi.json, answers checked against it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.bootstrap import ROOT

SETTINGS: Final = ROOT / "tests" / "feed" / "schemathesis.toml"
TOLD: Final = re.compile(r"(\d+) generated")
OPTIONS: Final = (
    "--seed", "8", "--generation-database", "none", "--no-color", "--no-shrink", "--continue-on-failure",
    "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "30",
)  # fmt: skip
# For each operation in one turn through all of them; when time is left, another turn follows.
CASES_IN_A_TURN: Final = 20
# Here is kept what was told of a finding, so that it outlives the terminal.
KEPT: Final = ROOT / "var" / "fuzz"
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
        """At least one where the program itself is not content, which it may be though it tells of a finding."""
        return max(self.told.count("Test Case ID:"), int(self.status != 0))

    @property
    def wrong(self) -> str:
        """What it tells of its findings, "" where there are none."""
        return self.told if self.findings else ""


def run(site: str, *, tokens: Mapping[int, str], seconds: int, phases: str, folder: Path) -> Report:
    """Made-up requests for `seconds`, or one to each operation (0), drawn from one seed; `folder` is for its files.

    `tokens`: of one member, by id.

    Raises:
        TimeoutExpired: the program went on for GRACE_SECONDS longer.
    """
    program = Path(sys.executable).parent / "schemathesis"
    chosen = ("--checks", "all", "--phases", phases)
    turn = ["--max-examples", str(CASES_IN_A_TURN if seconds else 1)]
    if seconds:
        turn += ["--max-time", str(seconds)]
    keys = {
        "FUZZ_TOKENS": " ".join(tokens.values()),
        "FUZZ_TOKEN_IDS": " ".join(map(str, tokens)),
    }
    told = {"SCHEMATHESIS_HOOKS": "tests.feed.fuzz_hooks", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [
            program,
            "--config-file",
            SETTINGS,
            "run",
            ROOT / "docs" / "openapi.json",
            "--url",
            site,
            *chosen,
            *turn,
            *OPTIONS,
        ],
        cwd=folder,
        env=os.environ | told | keys,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + GRACE_SECONDS,
    )
    generated = TOLD.search(done.stdout)
    cases_run = int(generated[1]) if generated else 0
    return Report(cases_run, done.returncode, done.stdout + done.stderr)


def note(reports: Sequence[Report], *, role: str, path: str, kept: Path = KEPT) -> None:
    """Add a line of JSON to the file of who counts, and keep what was told of findings; "" is nobody."""
    if path:
        totals = {
            name: sum(getattr(each, name) for each in reports) for name in ("cases", "findings")
        }
        with Path(path).open("a") as file:
            file.write(json.dumps({"role": role, **totals}) + "\n")
        wrong = "\n".join(each.wrong for each in reports if each.wrong)
        if wrong:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"api-{role}.txt").write_text(wrong)
