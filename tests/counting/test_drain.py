from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NoReturn
from uuid import uuid4

import pytest
from django.utils import timezone

from config.redis import Client
from counting import drain, tasks
from counting.batches import cut_batch, drop_batch
from counting.classify import Circumstances
from counting.errors import KindTakenError
from counting.kinds import REGISTRY, UNKNOWN, BatchKind, register
from counting.models import AppliedBatch, EventTotal
from counting.services import record_events
from counting.tokens import make_token
from counting.visitors import Visitor
from tests.counting.reporting import BROWSER, classes, counted, in_threads, probe_token

HALF_HOUR = timedelta(minutes=30)


class DiedError(Exception):
    pass


def report(*texts: str, redis: Client, visitor: int = 1, now: datetime | None = None) -> None:
    """What the beacon does, without HTTP; `visitor` is a member's key."""
    record_events(
        texts or [probe_token(7)],
        visitor=Visitor(member_pk=visitor, address="", user_agent=BROWSER),
        circumstances=Circumstances(user_agent=BROWSER, purpose="", now=now or timezone.now()),
        redis=redis,
    )


def cut(redis: Client) -> object:
    return cut_batch("probe", new_id=uuid4(), redis=redis)


@pytest.mark.django_db
def test_drain_of_nothing_leaves_no_trace(redis: Client) -> None:
    tasks.drain_all()

    assert not AppliedBatch.objects.exists()


@pytest.mark.django_db
def test_drained_events_are_gone_from_redis(redis: Client) -> None:
    report(redis=redis)

    tasks.drain_all()

    kept = (b":seen:", b":sequence")
    assert not [
        key for key in redis.keys("*counting:probe:*") if not any(part in key for part in kept)
    ]
    assert AppliedBatch.objects.count() == 1


@pytest.mark.django_db
def test_second_drain_adds_nothing(redis: Client) -> None:
    report(redis=redis)

    tasks.drain_all()
    tasks.drain_all()

    assert counted(7) == 1


@pytest.mark.django_db
def test_drain_that_died_before_the_commit_is_made_up_for(redis: Client) -> None:
    report(redis=redis)
    cut(redis)

    tasks.drain_all()

    assert counted(7) == 1


@pytest.mark.django_db
def test_drain_that_died_between_commit_and_drop_counts_once(redis: Client) -> None:
    report(redis=redis)
    batch_id = cut_batch("probe", new_id=uuid4(), redis=redis)
    assert batch_id
    drain.apply_batch("probe", batch_id, redis=redis)

    tasks.drain_all()

    assert (counted(7), classes()) == (1, {"valid": 1})
    assert cut(redis) is None


@pytest.mark.django_db
def test_failed_batch_changes_nothing_and_waits(
    redis: Client, probe: BatchKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_counts: Mapping[int, int], _on: date) -> NoReturn:
        raise DiedError

    report(redis=redis)
    with monkeypatch.context() as patch:
        patch.setitem(REGISTRY, "probe", BatchKind(name="probe", window=HALF_HOUR, apply=fail))
        with pytest.raises(ExceptionGroup) as failure:
            tasks.drain_all()
    totals_after_failure = EventTotal.objects.count()

    tasks.drain_all()

    assert failure.group_contains(DiedError)
    assert (totals_after_failure, counted(7), classes()) == (0, 1, {"valid": 1})


@pytest.mark.django_db
def test_one_failing_kind_does_not_hold_up_the_others(
    redis: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_counts: Mapping[int, int], _on: date) -> NoReturn:
        raise DiedError

    monkeypatch.setitem(REGISTRY, "broken", BatchKind(name="broken", window=HALF_HOUR, apply=fail))
    report(probe_token(kind="broken"), "forged", redis=redis)

    with pytest.raises(ExceptionGroup):
        tasks.drain_all()

    assert classes(UNKNOWN) == {"forged": 1}


@pytest.mark.django_db
def test_what_comes_in_while_a_batch_is_applied_goes_into_the_next(redis: Client) -> None:
    report(redis=redis, visitor=1)
    first = cut_batch("probe", new_id=uuid4(), redis=redis)
    report(redis=redis, visitor=2)
    assert first
    drain.apply_batch("probe", first, redis=redis)
    counted_at_first = counted(7)
    drop_batch("probe", first, redis=redis)

    tasks.drain_all()

    assert (counted_at_first, counted(7)) == (1, 2)


@pytest.mark.django_db
def test_events_belong_to_the_day_on_which_they_arrived(redis: Client) -> None:
    late = datetime(2026, 2, 3, 23, 59, 50, tzinfo=UTC)
    for visitor, now in enumerate((late, late + timedelta(seconds=20)), start=1):
        report(make_token("probe", subject=7, now=late), redis=redis, visitor=visitor, now=now)

    tasks.drain_all()

    days = EventTotal.objects.filter(kind="probe").values_list("counted_on", "count")
    assert set(days) == {(date(2026, 2, 3), 1), (date(2026, 2, 4), 1)}


@pytest.mark.django_db
def test_midnight_makes_nobody_a_stranger(redis: Client) -> None:
    late = datetime(2026, 2, 3, 23, 59, tzinfo=UTC)
    token = make_token("probe", subject=7, now=late)

    report(token, redis=redis, now=late)
    report(token, redis=redis, now=late + timedelta(minutes=2))
    tasks.drain_all()

    assert sorted(
        EventTotal.objects.filter(kind="probe").values_list("event_class", flat=True)
    ) == [
        "duplicate",
        "valid",
    ]


@pytest.mark.django_db
def test_visitor_counts_again_after_the_window(redis: Client) -> None:
    report(redis=redis)
    for key in redis.scan_iter("*:seen:*"):
        redis.pexpire(key, 0)

    report(redis=redis)
    tasks.drain_all()

    assert classes() == {"valid": 2}


@pytest.mark.django_db
def test_visitors_are_remembered_for_the_window_only(redis: Client) -> None:
    report(redis=redis)

    (seen,) = redis.scan_iter("*:seen:*")

    assert 0 < redis.ttl(seen) <= HALF_HOUR.total_seconds()


@pytest.mark.django_db
def test_kind_that_counts_by_token_counts_each_rendering_once(
    redis: Client, probe: BatchKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = BatchKind(name="probe", window=HALF_HOUR, apply=probe.apply, once_per_token=True)
    monkeypatch.setitem(REGISTRY, "probe", kind)
    first, second = probe_token(), probe_token()

    report(first, second, first, redis=redis)
    tasks.drain_all()

    assert classes() == {"valid": 2, "duplicate": 1}


@pytest.mark.django_db
def test_applied_batches_are_forgotten_after_a_month(redis: Client) -> None:
    now = timezone.now()
    AppliedBatch.objects.create(id=uuid4(), applied_at=now - timedelta(days=31))
    recent = AppliedBatch.objects.create(id=uuid4(), applied_at=now - timedelta(days=29))

    tasks.forget_applied()

    assert list(AppliedBatch.objects.all()) == [recent]


def test_two_apps_cannot_claim_one_kind(probe: BatchKind) -> None:
    with pytest.raises(KindTakenError):
        register(probe)


def test_nobody_can_claim_what_is_unreadable(probe: BatchKind) -> None:
    with pytest.raises(KindTakenError):
        register(BatchKind(name=UNKNOWN, window=HALF_HOUR, apply=probe.apply))


@pytest.mark.django_db
def test_one_visitor_in_many_requests_at_once_counts_once(redis: Client) -> None:
    in_threads(*[partial(report, redis=redis)] * 16)

    tasks.drain_all()

    assert classes() == {"valid": 1, "duplicate": 15}


@pytest.mark.django_db(transaction=True)
def test_drains_at_the_same_time_lose_and_double_nothing(redis: Client) -> None:
    def readers(first: int) -> None:
        for visitor in range(first, first + 40):
            report(probe_token(7), probe_token(8), redis=redis, visitor=visitor)

    def drains() -> None:
        for _ in range(15):
            drain.drain_kind("probe", redis=redis)

    in_threads(*(partial(readers, first) for first in (100, 200, 300)), drains, drains, drains)
    tasks.drain_all()

    assert (counted(7), counted(8), classes()) == (120, 120, {"valid": 240})
    assert cut(redis) is None


@pytest.mark.django_db(transaction=True)
def test_one_batch_applied_by_many_at_once_counts_once(redis: Client) -> None:
    report(redis=redis)
    batch_id = cut_batch("probe", new_id=uuid4(), redis=redis)
    assert batch_id

    in_threads(*[partial(drain.apply_batch, "probe", batch_id, redis=redis)] * 8)

    assert (counted(7), classes()) == (1, {"valid": 1})
