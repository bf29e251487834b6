from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sponsors.delivery import Audience, CreativeTerms, FlightTerms, Target, draw, eligible
from sponsors.delivery.bandit import choose
from sponsors.delivery.draw import odds_of
from sponsors.delivery.pacing import HOUR, allowance, due, open_seconds, owed
from sponsors.placements import Placement

SLOTS = ("article-top", "article-inline", "sidebar-top", "sidebar-bottom", "article-bottom")
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
INSTANTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  (the zone is drawn beside it)
    max_value=datetime(2026, 12, 31),  # noqa: DTZ001  (the same)
    timezones=st.just(UTC),
)


def make_terms(pk: int = 1, **fields: Any) -> FlightTerms:
    """A flight of two days, in its middle at noon."""
    terms: dict[str, Any] = {
        "pk": pk,
        "sponsor_pk": pk,
        "slots": frozenset(SLOTS),
        "creatives": (CreativeTerms(pk),),
        "starts_at": NOON - timedelta(days=1),
        "ends_at": NOON + timedelta(days=1),
    }
    return FlightTerms(**(terms | fields))


BOOKINGS = st.lists(
    st.builds(
        make_terms,
        st.integers(1, 1000),
        slots=st.frozensets(st.sampled_from(SLOTS)),
        priority=st.integers(0, 2),
        weight=st.integers(1, 100),
        is_house=st.booleans(),
        quantity=st.none() | st.integers(1, 10**9),
        delivered=st.integers(0, 10**9),
    ),
    max_size=12,
    unique_by=lambda one: one.pk,
)
SEEDS = st.integers(0, 2**32)


@given(BOOKINGS, SEEDS)
def test_offers_are_booked_for_the_slot_and_each_of_another_flight(
    flights: list[FlightTerms], seed: int
) -> None:
    offers = draw(SLOTS[0], flights, now=NOON, rng=Random(seed))

    assert all(SLOTS[0] in offer.flight.slots for offer in offers)
    assert len({offer.flight.pk for offer in offers}) == len(offers)


@given(BOOKINGS, SEEDS)
def test_the_house_comes_after_all_that_was_sold_and_priorities_in_order(
    flights: list[FlightTerms], seed: int
) -> None:
    offers = draw(SLOTS[0], flights, now=NOON, rng=Random(seed))

    ranks = [(offer.flight.is_house, -offer.flight.priority) for offer in offers]
    assert ranks == sorted(ranks)


@given(BOOKINGS, SEEDS)
def test_same_dice_give_the_same_order(flights: list[FlightTerms], seed: int) -> None:
    first, second = (draw(SLOTS[0], flights, now=NOON, rng=Random(seed)) for _ in range(2))

    assert first == second


@given(BOOKINGS)
def test_nobody_is_eligible_who_owes_nothing_or_is_out_of_its_dates(
    flights: list[FlightTerms],
) -> None:
    for one in eligible(flights, audience=Audience(), now=NOON):
        limit = allowance(one, now=NOON)
        assert limit is None or one.delivered < limit

    assert eligible(flights, audience=Audience(), now=NOON + timedelta(days=1)) == []


def test_odds_follow_weight_and_debt() -> None:
    heavy = make_terms(1, weight=3)
    light = make_terms(2, weight=1)
    rng = Random(2026)

    first = Counter(
        draw(SLOTS[0], [heavy, light], now=NOON, rng=rng)[0].flight.pk for _ in range(4_000)
    )

    # 3,000 expected; 100 is 3.6 standard deviations.
    assert abs(first[1] - 3_000) < 100


def test_flight_that_owes_more_has_better_odds() -> None:
    behind = make_terms(1, quantity=4_800, delivered=2_000)
    even = make_terms(2, quantity=4_800, delivered=2_400)
    unlimited = make_terms(3)

    odds = odds_of([behind, even, unlimited], now=NOON)

    assert odds == [500, 100, 300]


TARGETS: dict[str, tuple[Target, dict[str, Any]]] = {
    "category": (Target(categories=frozenset({1})), {"category_pk": 1}),
    "tag": (Target(tags=frozenset({1})), {"tag_pks": frozenset({1, 2})}),
    "language": (Target(languages=frozenset({"nl"})), {"language": "nl"}),
    "device": (Target(devices=frozenset({"phone"})), {"device": "phone"}),
    "country": (Target(countries=frozenset({"NL"})), {"country": "NL"}),
    "hour": (Target(hours=frozenset({12})), {}),
}


@pytest.mark.parametrize(("target", "audience"), TARGETS.values(), ids=TARGETS)
def test_targeting_lets_those_through_whom_it_names(
    target: Target, audience: dict[str, Any]
) -> None:
    flight = make_terms(target=target)
    later = NOON if audience else NOON + timedelta(hours=2)

    assert eligible([flight], audience=Audience(**audience), now=NOON) == [flight]
    assert eligible([flight], audience=Audience(), now=later) == []


@pytest.mark.parametrize(
    "audience",
    [
        Audience(category_pk=9),
        Audience(is_sensitive=True),
        Audience(hidden=frozenset({1})),
        Audience(beside=frozenset({1})),
    ],
    ids=["excluded category", "sensitive story", "hidden sponsor", "already on the page"],
)
def test_flight_keeps_away_from(audience: Audience) -> None:
    flight = make_terms(target=Target(excluded=frozenset({9})))

    assert eligible([flight], audience=audience, now=NOON) == []


def test_even_delivery_by_the_hour() -> None:
    flight = make_terms(quantity=4_800)

    hourly = [
        allowance(flight, now=flight.starts_at + timedelta(hours=hour)) for hour in (0, 1, 23, 47)
    ]

    assert hourly == [100, 200, 2_400, 4_800]


@given(st.lists(INSTANTS, min_size=1, max_size=30))
def test_a_clock_that_jumps_sells_neither_more_than_is_booked_nor_before_it_begins(
    clock: list[datetime],
) -> None:
    def booked(delivered: int) -> FlightTerms:
        return make_terms(quantity=1_000, is_paced=True, delivered=delivered)

    delivered = 0
    for now in clock:
        wanted = owed(booked(delivered), now=now) or 0
        assert wanted == 0 or now > booked(0).starts_at - HOUR
        delivered += wanted

    assert 0 <= delivered <= 1_000
    assert all(owed(booked(delivered), now=now) == 0 for now in clock)


def test_hours_that_are_not_targeted_take_no_part_in_pacing() -> None:
    flight = make_terms(quantity=100, target=Target(hours=frozenset({6, 20})))

    assert due(flight, now=NOON) == 50
    assert allowance(flight, now=datetime(2026, 2, 3, 6, 30, tzinfo=UTC)) == 50


@given(INSTANTS, st.timedeltas(timedelta(seconds=1), timedelta(days=400)), st.integers(1, 10**9))
def test_allowance_never_falls_and_ends_at_the_quantity(
    start: datetime, length: timedelta, quantity: int
) -> None:
    flight = make_terms(starts_at=start, ends_at=start + length, quantity=quantity)

    steps = [allowance(flight, now=start + length * part / 10) or 0 for part in range(11)]

    assert steps == sorted(steps)
    assert (steps[0] > 0, steps[-1]) == (True, quantity)


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=400)), st.sets(st.integers(0, 23)))
def test_open_hours_and_closed_hours_make_the_whole(
    start: datetime, length: timedelta, hours: set[int]
) -> None:
    closed = set(range(24)) - hours
    parts = [open_seconds(start, start + length, hours=some) for some in (hours, closed) if some]

    assert sum(parts) == open_seconds(start, start + length, hours=())


def test_what_readers_follow_is_shown_more_often_and_the_other_keeps_its_chance() -> None:
    good, bad = CreativeTerms(1, 1_000, 50), CreativeTerms(2, 1_000, 30)
    rng = Random(2026)

    shown = Counter(choose([good, bad], is_optimised=True, rng=rng).pk for _ in range(2_000))

    assert shown[1] > 1_800
    assert shown[2] > 0


@pytest.mark.parametrize("clicks", [0, 500, 1_000])
def test_without_optimising_all_creatives_have_the_same_odds(clicks: int) -> None:
    creatives = [CreativeTerms(1, 1_000, clicks), CreativeTerms(2, 1_000, 10)]
    rng = Random(2026)

    shown = Counter(choose(creatives, is_optimised=False, rng=rng).pk for _ in range(4_000))

    # 2,000 expected; 120 is 3.8 standard deviations.
    assert abs(shown[1] - 2_000) < 120


def test_nothing_to_show_is_nothing() -> None:
    assert draw(SLOTS[0], [], now=NOON, rng=Random(1)) == []


@given(st.integers(1, 2**30 - 1), st.integers(1, 2**15 - 1), st.integers(0, 2**18 - 1))
def test_placement_survives_being_one_number(creative: int, slot: int, category: int) -> None:
    placement = Placement(creative, slot, category)

    assert Placement.from_subject(placement.subject) == placement
    assert placement.subject < 2**63


def test_category_that_is_too_large_to_note_counts_as_none() -> None:
    assert Placement.from_subject(Placement(7, 3, 2**18).subject) == Placement(7, 3, 0)


def test_flight_of_many_milliards_is_paced_like_any_other() -> None:
    flight = replace(make_terms(), quantity=10**9)

    assert allowance(flight, now=NOON - timedelta(minutes=1)) == 500_000_000
