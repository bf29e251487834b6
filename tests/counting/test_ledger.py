"""Ledger kinds: each token is good for one row, for ever."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import NoReturn

import pytest
from django.utils import timezone

from config.redis import Client
from counting import drain, partitions
from counting.classify import Circumstances
from counting.kinds import REGISTRY, Event, LedgerKind
from counting.models import EventClass, LedgerDay, LedgerEvent
from counting.services import record_events
from counting.stream import entry_text, forget_consumers, take
from counting.tokens import make_token, read_token
from counting.visitors import Visitor
from tests.counting.reporting import BROWSER, classes, in_threads

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
AT_ONCE = timedelta()


class DiedError(Exception):
    pass


@pytest.fixture
def told() -> list[Event]:
    """The events of which the kind's owner was told."""
    return []


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch, told: list[Event]) -> LedgerKind:
    kind = LedgerKind(name="led", apply=told.extend)
    monkeypatch.setitem(REGISTRY, "led", kind)
    return kind


def token(subject: int = 7, *, now: datetime = NOW, event_id: str = "", detail: str = "") -> str:
    return make_token("led", subject=subject, now=now, event_id=event_id, detail=detail)


def report(*texts: str, redis: Client, now: datetime = NOW, user_agent: str = BROWSER) -> None:
    record_events(
        texts,
        visitor=Visitor(member_pk=1, address="", user_agent=user_agent),
        circumstances=Circumstances(user_agent=user_agent, purpose="", now=now),
        redis=redis,
    )


def drained(redis: Client) -> dict[str, int]:
    drain.drain_events("led", redis=redis, claim_after=AT_ONCE)
    drain.drain_kind("led", redis=redis)
    return classes("led")


@pytest.mark.django_db
def test_event_is_recorded_with_all_that_its_token_says(redis: Client, told: list[Event]) -> None:
    report(
        token(7, event_id="first", detail="12-news"), redis=redis, now=NOW + timedelta(seconds=9)
    )

    assert drained(redis) == {"valid": 1}
    row = LedgerEvent.objects.get()
    assert (row.kind, row.event_id, row.subject, row.detail) == ("led", "first", 7, "12-news")
    assert row.issued_on == date(2026, 2, 3)
    assert told == [Event("led", "first", 7, "12-news", NOW, NOW + timedelta(seconds=9))]


@pytest.mark.django_db
def test_replays_are_duplicates_whoever_sends_them(redis: Client, told: list[Event]) -> None:
    seen = token()

    report(seen, seen, redis=redis)
    first = drained(redis)
    report(seen, redis=redis, now=NOW + timedelta(hours=13))

    assert first == {"valid": 1, "duplicate": 1}
    assert sum(drained(redis).values()) == 3
    assert len(told) == LedgerEvent.objects.count() == 1


@pytest.mark.django_db
def test_two_renderings_are_two_events(redis: Client, told: list[Event]) -> None:
    report(token(7), token(7), redis=redis)

    assert drained(redis) == {"valid": 2}
    assert [event.subject for event in told] == [7, 7]


@pytest.mark.django_db
def test_drain_that_died_before_the_commit_is_made_up_for(redis: Client) -> None:
    report(token(), redis=redis)
    take("led", consumer="dead", most=10, redis=redis, claim_after=AT_ONCE)

    assert drained(redis) == {"valid": 1}


@pytest.mark.django_db
def test_drain_that_died_after_the_commit_leaves_no_duplicate(
    redis: Client, ledger: LedgerKind, told: list[Event]
) -> None:
    report(token(), redis=redis)
    entries = take("led", consumer="dead", most=10, redis=redis, claim_after=AT_ONCE)
    drain.record_entries(ledger, entries)

    assert drained(redis) == {"valid": 1}
    assert len(told) == 1


@pytest.mark.django_db
def test_events_of_a_living_drain_are_left_to_it(redis: Client) -> None:
    report(token(), redis=redis)
    take("led", consumer="busy", most=10, redis=redis, claim_after=AT_ONCE)

    assert drain.drain_events("led", redis=redis, claim_after=timedelta(minutes=1)) == 0


@pytest.mark.django_db
def test_failing_owner_records_nothing_and_the_events_wait(
    redis: Client, ledger: LedgerKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_events: Sequence[Event]) -> NoReturn:
        raise DiedError

    report(token(), redis=redis)
    with monkeypatch.context() as patch:
        patch.setitem(REGISTRY, "led", LedgerKind(name="led", apply=fail))
        with pytest.raises(DiedError):
            drain.drain_events("led", redis=redis)
    rows_after_failure = LedgerEvent.objects.count()

    assert (rows_after_failure, drained(redis)) == (0, {"valid": 1})


@pytest.mark.django_db
def test_invalid_events_are_told_by_subject_and_never_recorded(
    redis: Client, monkeypatch: pytest.MonkeyPatch, told: list[Event]
) -> None:
    invalid: dict[tuple[int, EventClass], int] = {}
    kind = LedgerKind(
        name="led", apply=told.extend, apply_invalid=lambda counts, _on: invalid.update(counts)
    )
    monkeypatch.setitem(REGISTRY, "led", kind)

    report(token(7), redis=redis, user_agent="curl/8")
    report(token(8, now=NOW - timedelta(days=7)), redis=redis)
    drained(redis)

    assert invalid == {(7, EventClass.BOT): 1, (8, EventClass.EXPIRED): 1}
    assert not told


@pytest.mark.django_db
def test_settled_entries_are_gone(redis: Client) -> None:
    report(token(), redis=redis)

    drained(redis)

    (stream,) = redis.scan_iter("*counting:led:stream")
    assert redis.xlen(stream) == 0
    assert redis.xpending(stream, "drain")["pending"] == 0


@pytest.mark.django_db
def test_drains_that_hold_nothing_are_forgotten(redis: Client) -> None:
    report(token(), redis=redis)
    drained(redis)
    report(token(), redis=redis)
    take("led", consumer="holding", most=1, redis=redis, claim_after=AT_ONCE)

    forget_consumers("led", idle=timedelta(milliseconds=-1), redis=redis)

    (stream,) = redis.scan_iter("*counting:led:stream")
    assert [one["name"] for one in redis.xinfo_consumers(stream, "drain")] == [b"holding"]


@pytest.mark.django_db(transaction=True)
def test_drains_at_the_same_time_record_each_event_once(redis: Client) -> None:
    texts = [token(event_id=f"e{number}") for number in range(40)]

    def drains(name: str) -> None:
        for _ in range(10):
            drain.drain_events("led", redis=redis, consumer=name, claim_after=AT_ONCE)

    in_threads(
        *[partial(report, *texts, redis=redis)] * 3, *(partial(drains, name) for name in "abc")
    )

    assert drained(redis) == {"valid": 40, "duplicate": 80}
    assert LedgerEvent.objects.count() == 40


def test_entry_is_short() -> None:
    text = entry_text(read_token(token(123_456)), arrived_at=NOW + timedelta(seconds=90))

    assert len(text) <= 32


@pytest.mark.django_db
def test_partitions_are_made_ahead_and_only_once() -> None:
    partitions.make_ahead(today=date(2031, 11, 30))
    partitions.make_ahead(today=date(2031, 12, 1))

    made = [month for month in partitions.existing_months() if month.year >= 2031]
    assert made == [date(2031, 11, 1), date(2031, 12, 1), date(2032, 1, 1), date(2032, 2, 1)]


@pytest.mark.django_db
def test_old_partitions_become_daily_rows_and_nothing_is_lost(redis: Client) -> None:
    late = datetime(2026, 1, 31, 23, 59, 50, tzinfo=UTC)
    report(token(7, now=late), token(7, now=late, detail="x"), redis=redis, now=late)
    report(token(7, now=late), redis=redis, now=late + timedelta(minutes=5))
    report(token(7, now=NOW), redis=redis)
    drained(redis)

    rolled = partitions.roll_up(today=date(2026, 3, 15), keep_months=1)

    days = LedgerDay.objects.order_by("counted_on", "detail")
    assert rolled == [date(2026, 1, 1)]
    assert list(days.values_list("counted_on", "detail", "count")) == [
        (date(2026, 1, 31), "", 1),
        (date(2026, 1, 31), "x", 1),
        (date(2026, 2, 1), "", 1),
    ]
    assert LedgerEvent.objects.get().issued_on == NOW.date()


@pytest.mark.parametrize("detail", ["a.b", "a b", "é", "x" * 61])
def test_tokens_carry_no_detail_that_would_not_come_back(detail: str) -> None:
    with pytest.raises(ValueError, match="cannot be carried"):
        make_token("led", subject=1, now=timezone.now(), detail=detail)
