"""An events server that went back in time is noticed before it counts anything twice."""

import logging
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from config.redis import Client, key
from counting import drain, sequence, tasks
from counting.batches import cut_batch, read_batch
from counting.errors import WentBackInTimeError
from counting.models import BatchSequence
from tests.counting.reporting import counted
from tests.counting.test_drain import report

SEQUENCE = ("counting", "probe", "sequence")


@pytest.fixture
def went_back(redis: Client) -> bytes:
    """The server after a batch was applied, with the counts of that batch live again."""
    report(redis=redis)
    live = redis.dump(key("counting", "probe", "live")) or b""
    tasks.drain_all()
    redis.restore(key("counting", "probe", "live"), 0, live)
    redis.decr(key(*SEQUENCE))
    return live


@pytest.mark.django_db
def test_counts_that_came_back_are_not_counted_again(
    redis: Client, went_back: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ExceptionGroup) as failure:
        tasks.drain_all()

    assert failure.group_contains(WentBackInTimeError)
    assert counted(7) == 1
    assert BatchSequence.objects.get().stopped_at is not None
    assert "went back in time" in caplog.text


@pytest.mark.django_db
def test_it_stands_still_until_a_person_lets_it_go_on(redis: Client, went_back: bytes) -> None:
    for _ in range(2):
        with pytest.raises(WentBackInTimeError):
            drain.drain_kind("probe", redis=redis)
    waiting = cut_batch("probe", new_id=uuid4(), redis=redis)
    assert waiting
    number = read_batch("probe", waiting, redis=redis).number
    assert number

    sequence.resume("probe", number)
    tasks.drain_all()

    assert counted(7) == 2
    assert BatchSequence.objects.get().stopped_at is None


@pytest.mark.django_db
def test_batch_that_came_back_whole_is_known_by_its_id(redis: Client) -> None:
    report(redis=redis)
    batch_id = cut_batch("probe", new_id=uuid4(), redis=redis)
    names = list(redis.scan_iter("*counting:*"))
    backup = {name: redis.dump(name) or b"" for name in names}
    tasks.drain_all()
    redis.flushdb()
    for name, value in backup.items():
        redis.restore(name, 0, value)

    tasks.drain_all()

    assert batch_id
    assert counted(7) == 1


@pytest.mark.django_db
def test_new_empty_server_starts_over(redis: Client) -> None:
    report(redis=redis)
    tasks.drain_all()
    redis.flushdb()

    report(redis=redis)
    tasks.drain_all()

    assert counted(7) == 2
    assert BatchSequence.objects.filter(kind="probe").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("choice", "views"), [("--drop", 1), ("--apply", 2)])
def test_person_decides_what_becomes_of_the_batch(
    redis: Client, went_back: bytes, choice: str, views: int
) -> None:
    with pytest.raises(WentBackInTimeError):
        drain.drain_kind("probe", redis=redis)

    call_command("resume_counting", "probe", choice, stdout=StringIO())
    tasks.drain_all()

    assert counted(7) == views
    assert BatchSequence.objects.get().stopped_at is None


@pytest.mark.django_db
def test_there_is_nothing_to_decide_where_nothing_waits(redis: Client) -> None:
    report(redis=redis)

    with pytest.raises(CommandError, match="No batch of probe waits"):
        call_command("resume_counting", "probe", "--drop")
