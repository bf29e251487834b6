"""Everything is killed while events come in, for a short time; `make chaos-counting` does it longer.

And the harness itself: with a drain that is wrong on purpose it must see what went wrong.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config.bootstrap import ROOT

# Servers start and recover a few times, on a machine that is busy with the rest of the suite.
pytestmark = pytest.mark.timeout(400)


def under_fire(*options: str) -> tuple[int, dict[str, Any]]:
    """Exit status and the last line of one run, in processes and with servers of its own."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "chaos_counting", *options],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def test_every_acknowledged_event_counts_once_whatever_dies() -> None:
    status, told = under_fire("--drain-kills=30", "--server-kills=2")

    assert told["kills"] == {"drain": 30, "redis": 2, "postgres": 2}
    assert min(told["acknowledged"].values()) > 200
    assert (told["lost"], told["double"]) == ({"view": 0, "event": 0}, {"view": 0, "event": 0})
    assert status == 0


@pytest.mark.parametrize(("broken", "seen"), [("lose", "lost"), ("double", "double")])
def test_harness_sees_a_drain_that_is_wrong(broken: str, seen: str) -> None:
    status, told = under_fire("--drain-kills=30", "--server-kills=0", f"--broken={broken}")

    assert told[seen]["view"] > 0
    assert status == 1
