"""A server's clock that jumps: nobody counts twice, nothing is lost, and what is out of its time is counted apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from config.redis import Client as Redis
from counting import drain
from tests.counting.reporting import classes, counted, probe_token

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


def test_a_clock_that_jumps_a_day_ahead_and_back_counts_a_visitor_once(
    send: Any, redis: Redis, time_machine: TimeMachineFixture
) -> None:
    for moment in (NOON, NOON + timedelta(days=1), NOON, NOON + timedelta(hours=1)):
        time_machine.move_to(moment)
        assert send(probe_token(7)).status_code == 204

    drain.drain_all(redis=redis)

    assert classes() == {"valid": 1, "duplicate": 3}
    assert counted(7) == 1


@pytest.mark.parametrize(
    ("jump", "event_class"),
    [
        (-timedelta(minutes=4), "valid"),
        (-timedelta(hours=1), "expired"),
        (timedelta(hours=23), "valid"),
        (timedelta(days=2), "expired"),
    ],
)
def test_a_token_from_before_the_jump_counts_within_its_time_and_is_else_counted_apart(
    send: Any, redis: Redis, time_machine: TimeMachineFixture, jump: timedelta, event_class: str
) -> None:
    time_machine.move_to(NOON)
    token = probe_token(7)
    time_machine.move_to(NOON + jump)

    send(token)
    drain.drain_all(redis=redis)

    assert classes() == {event_class: 1}


def test_batches_that_were_cut_while_the_clock_jumped_are_all_applied_once(
    send: Any, redis: Redis, time_machine: TimeMachineFixture
) -> None:
    for day, moment in enumerate((NOON, NOON - timedelta(days=3), NOON + timedelta(days=3))):
        time_machine.move_to(moment)
        send(probe_token(day))
        drain.drain_all(redis=redis)

    assert [counted(subject) for subject in range(3)] == [1, 1, 1]
    assert classes() == {"valid": 3}
