"""Each server is really stopped under the running site, for a short time; `make faults` does it longer."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config.bootstrap import ROOT

# Five servers start, on a machine that is busy with the rest of the suite.
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What one round reports, in processes and with servers of its own."""
    strange = ("BROADSHEET_", "REDIS_", "DATABASE_")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    done = subprocess.run(
        [sys.executable, "manage.py", "faults", "1"],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def test_no_page_fails_whichever_server_is_gone(told: dict[str, Any]) -> None:
    assert told["faults"] == 4
    assert told["requests"] > 40
    assert told["http_5xx"] == 0


def test_without_postgresql_pages_ask_for_patience_and_nothing_hangs(told: dict[str, Any]) -> None:
    assert told["calm_503"] > 0
    assert told["slowest_answer_seconds"] < 8


def test_what_was_sent_again_is_there_once(told: dict[str, Any]) -> None:
    assert told["written"] == 4
    assert (told["lost"], told["double"]) == (0, 0)


def test_site_recovers_without_a_restart(told: dict[str, Any]) -> None:
    assert told["slowest_recovery_seconds"] < 20
