"""Everything is killed while events come in, for a short time; `make chaos-counting` does it longer.

And the harness itself: with a drain that is wrong on purpose it must see what went wrong.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from benchmarks.chaos.kinds import EVENT, VIEW, both_kinds
from benchmarks.chaos.tally import Sent, judge_events, judge_views
from benchmarks.chaos.workers import drain_once
from benchmarks.chaos.wrong import WAYS, steps_of_events, steps_of_views
from config.bootstrap import ROOT
from config.redis import Client as Redis
from counting.kinds import REGISTRY
from counting.tokens import make_token, new_event_id
from tests.counting.test_drain import report

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


def test_harness_sees_a_drain_that_counts_twice() -> None:
    status, told = under_fire("--drain-kills=15", "--server-kills=0", "--broken=double")

    assert sum(told["double"].values()) > 0  # of each kind: see below
    assert status == 1


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, redis: Redis) -> Sent:
    """Three views of post 7, and two events of post 8, acknowledged."""
    for kind in both_kinds():
        monkeypatch.setitem(REGISTRY, kind.name, kind)
    ids = {new_event_id() for _ in range(2)}
    now = timezone.now()
    for visitor in (1, 2, 3):
        report(make_token(VIEW, subject=7, now=now), redis=redis, visitor=visitor)
    for event_id in ids:
        report(make_token(EVENT, subject=8, now=now, event_id=event_id), redis=redis)
    return Sent(views=Counter({7: 3}), events=ids)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["", *WAYS])
def test_tally_sees_what_a_death_between_two_steps_did(sent: Sent, way: str) -> None:
    """Another of its kind does the rest."""
    at_once = timedelta()
    for steps in (1, 2) if way else ():
        for deed in (steps_of_views(way), steps_of_events(way, claim_after=at_once)):
            for step in deed[:steps]:
                step()

    drain_once(claim_after=at_once)

    views, events = judge_views(sent), judge_events(sent)
    assert (views.lost, views.double) == {"": (0, 0), "lose": (3, 0), "double": (0, 3)}[way]
    assert (events.lost, events.double) == {"": (0, 0), "lose": (2, 0), "double": (0, 2)}[way]
