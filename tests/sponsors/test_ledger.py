"""Viewable impressions on their way into the totals: never more than was booked, nothing twice, all of it explained."""

import multiprocessing
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from config.redis import Client as Redis
from config.redis import events
from counting.drain import drain_all
from counting.kinds import Event
from counting.tokens import new_event_id
from sponsors.delivery import draw
from sponsors.models import Creative, CreativeTotal, Flight, InvalidTotal
from sponsors.placements import Placement
from sponsors.reservations import Asker, Wish, current_version, held_key, reserve
from sponsors.selectors.inventory import forget_inventory, read_inventory
from sponsors.services.proof import differences
from sponsors.totals import add_viewables
from tests.counting.reporting import BROWSER
from tests.sponsors.factories import make_creative, make_flight, make_slot
from tests.sponsors.filling import fill, token

READERS, PROCESSES, CAP = 1_000, 32, 100


def make_event(creative: Creative, *, minutes_ago: int = 0, category: int = 0) -> Event:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    subject = Placement(creative.pk, make_slot().pk, category).subject
    return Event("viewable", new_event_id(), subject, "", at, at)


def viewables() -> int:
    return sum(CreativeTotal.objects.values_list("viewable_count", flat=True))


def beyond() -> int:
    return sum(InvalidTotal.objects.filter(reason="beyond").values_list("count", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "counted"),
    [
        ({}, 5),
        ({"quantity": 3}, 3),
        ({"daily_cap": 2}, 2),
        ({"quantity": 3, "price_model": "cpc"}, 5),
    ],
    ids=["no limit", "quantity", "daily cap", "clicks are sold"],
)
def test_what_goes_beyond_the_booking_is_counted_apart(terms: dict[str, Any], counted: int) -> None:
    creative = make_creative(flight=make_flight(**terms))

    add_viewables([make_event(creative) for _ in range(5)])

    assert (viewables(), beyond()) == (counted, 5 - counted)


@pytest.mark.django_db
def test_impressions_are_told_apart_by_category() -> None:
    creative = make_creative()

    add_viewables([make_event(creative, category=number) for number in (0, 7, 7)])

    found = CreativeTotal.objects.values_list("category_pk", "viewable_count")
    assert dict(found) == {0: 1, 7: 2}


@pytest.mark.django_db
def test_events_of_a_creative_that_is_gone_are_passed_over() -> None:
    creative = make_creative()
    event = make_event(creative)
    creative.delete()

    add_viewables([event])

    assert viewables() == 0


@pytest.fixture
def offers(redis: Redis) -> Callable[..., Any]:
    """Call with a flight's creative and what is to be reserved for how long; answers whether it was."""

    def ask(creative: Creative, *, promise: timedelta = timedelta(minutes=10)) -> bool:
        now = timezone.now()
        known = read_inventory(now=now, version=current_version(redis=redis))
        offered = draw("article-top", known.flights, now=now, rng=Random(1))
        wish = Wish(make_slot().pk, new_event_id(), offered)
        asker = Asker("visitor", known.version, now, promise)
        answer = reserve([wish], asker=asker, redis=redis)
        return bool(answer.chosen and answer.chosen[0])

    return ask


@pytest.mark.django_db
def test_reservation_that_nobody_kept_goes_back(offers: Callable[..., bool], redis: Redis) -> None:
    creative = make_creative(flight=make_flight(quantity=1, is_paced=False))

    first = offers(creative, promise=timedelta(milliseconds=1))
    while redis.zcount(held_key(creative.flight_id), "-inf", _redis_now(redis)) == 0:
        pass  # the server's own clock has to move on by a millisecond
    second = offers(creative)
    third = offers(creative)

    assert [first, second, third] == [True, True, False]


def _redis_now(redis: Redis) -> float:
    seconds, microseconds = redis.time()
    return float(seconds * 1000 + microseconds / 1000)


@pytest.mark.django_db
def test_offers_that_are_out_of_date_reserve_nothing(redis: Redis) -> None:
    make_creative()
    known = read_inventory(now=timezone.now(), version="another")
    offered = draw("article-top", known.flights, now=timezone.now(), rng=Random(1))
    asker = Asker("visitor", known.version, timezone.now())

    answer = reserve([Wish(make_slot().pk, "event", offered)], asker=asker, redis=redis)

    assert (answer.version, answer.chosen) == ("0", None)


@pytest.mark.django_db
def test_books_agree_and_a_missing_impression_is_noticed(client: Client, redis: Redis) -> None:
    client.defaults |= {"HTTP_USER_AGENT": BROWSER, "HTTP_SEC_FETCH_SITE": "same-origin"}
    make_creative(flight=make_flight(quantity=2, is_paced=False))
    for _ in range(2):
        see(client)
    drain_all(redis=redis)
    agreed = list(differences(now=timezone.now()))

    CreativeTotal.objects.update(viewable_count=1)

    assert agreed == []
    assert "2 viewable impressions recorded, 1 reported" in next(
        iter(differences(now=timezone.now()))
    )


def see(client: Client) -> bool:
    """A reader opens a page and looks at its slot; whether it was filled."""
    (html,) = fill(client, "article-top")
    if html:
        body = f'{{"tokens": ["{token(html, "viewable")}"]}}'
        assert client.post("/beacon/", body, content_type="text/plain").status_code == 204
    return html is not None


def _read(places: int, prefix: int) -> None:
    """What one process of readers does, each under a name of its own."""
    # What a live server of this worker left open belongs to the parent; two processes on one socket mix their answers.
    del connections["default"]
    connection._connection_pools.clear()  # type: ignore[attr-defined]
    events.cache_clear()
    forget_inventory()
    for number in range(places):
        agent = f"{BROWSER} {prefix}/{number}"
        see(Client(headers={"user-agent": agent, "sec-fetch-site": "same-origin"}))
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_thousand_readers_at_once_are_shown_exactly_what_was_booked(redis: Redis) -> None:
    flight: Flight = make_creative(flight=make_flight(quantity=CAP, is_paced=False)).flight
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    forking = multiprocessing.get_context("fork")
    sizes = [READERS // PROCESSES + (number < READERS % PROCESSES) for number in range(PROCESSES)]
    crowd = [forking.Process(target=_read, args=(size, at)) for at, size in enumerate(sizes)]

    for process in crowd:
        process.start()
    for process in crowd:
        process.join(timeout=100)
    drain_all(redis=redis)

    assert [process.exitcode for process in crowd] == [0] * PROCESSES
    assert (viewables(), beyond()) == (CAP, 0)
    assert redis.zcard(held_key(flight.pk)) == 0
    assert not list(differences(now=timezone.now()))
