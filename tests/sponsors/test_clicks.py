from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from config.redis import Client as Redis
from counting.drain import drain_all
from counting.models import EventTotal
from counting.tokens import make_token
from sponsors.models import (
    Click,
    Creative,
    CreativeTotal,
    InvalidTotal,
    Seat,
    SponsoringPolicy,
)
from sponsors.placements import Placement
from tests.counting.reporting import BROWSER, in_threads
from tests.factories import make_member, make_moderator
from tests.sponsors.factories import make_creative, make_flight, make_slot

LANDING = "https://ropery.example.org/rope?from=news"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.fixture
def creative() -> Creative:
    return make_creative()


@pytest.fixture
def reader(client: Client) -> Client:
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


def address(creative: Creative, *, age: timedelta = timedelta(0), kind: str = "click") -> str:
    subject = Placement(creative.pk, make_slot().pk).subject
    token = make_token(kind, subject=subject, now=timezone.now() - age)
    return reverse("sponsors:click", args=[token])


def clicks() -> int:
    """What the sponsor would pay for; the ledger and the totals must agree."""
    total = sum(CreativeTotal.objects.values_list("click_count", flat=True))
    assert total == Click.objects.filter(is_billed=True).count()
    return total


def invalid() -> dict[str, int]:
    return dict(InvalidTotal.objects.filter(kind="click").values_list("reason", "count"))


@contextmanager
def table_locked(table: str) -> Iterator[None]:
    """Somebody else holds a table for as long as this lasts."""
    is_held, is_over = Event(), Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            is_held.set()
            is_over.wait(timeout=30)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert is_held.wait(timeout=10)
    yield
    is_over.set()
    holder.join()


def classes() -> dict[str, int]:
    return dict(EventTotal.objects.filter(kind="click").values_list("event_class", "count"))


def test_click_leads_to_the_sponsor_and_counts(reader: Client, creative: Creative) -> None:
    response = reader.get(address(creative))

    assert (response.status_code, response["Location"]) == (302, LANDING)
    assert (clicks(), classes()) == (1, {"valid": 1})


def test_click_is_kept_out_of_caches_and_search_engines(reader: Client, creative: Creative) -> None:
    response = reader.get(address(creative))

    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_clicks_are_read_only(reader: Client, creative: Creative, method: str) -> None:
    assert getattr(reader, method)(address(creative)).status_code == 405


def test_looking_where_it_leads_does_not_count(reader: Client, creative: Creative) -> None:
    response = reader.head(address(creative))

    assert response["Location"] == LANDING
    assert (clicks(), classes()) == (0, {})


def test_repeated_click_leads_there_and_counts_once(reader: Client, creative: Creative) -> None:
    where = address(creative)

    locations = {reader.get(where)["Location"] for _ in range(3)}

    assert locations == {LANDING}
    assert (clicks(), classes()) == (1, {"valid": 1, "duplicate": 2})


def test_each_rendering_may_be_clicked(reader: Client, creative: Creative) -> None:
    reader.get(address(creative))
    reader.get(address(creative))

    assert clicks() == 2


@pytest.mark.parametrize(
    "headers",
    [{"user-agent": "Googlebot/2.1"}, {"user-agent": ""}, {"sec-purpose": "prefetch"}],
    ids=str,
)
def test_bots_are_led_there_and_never_billed(
    reader: Client, creative: Creative, headers: dict[str, str]
) -> None:
    response = reader.get(address(creative), headers=headers)

    assert response["Location"] == LANDING
    assert (clicks(), classes()) == (0, {"bot": 1})


@pytest.mark.parametrize("age", [timedelta(days=7), -timedelta(hours=1)], ids=str)
def test_click_out_of_its_time_is_not_billed(
    reader: Client, creative: Creative, age: timedelta
) -> None:
    response = reader.get(address(creative, age=age))

    assert response["Location"] == LANDING
    assert (clicks(), classes()) == (0, {"expired": 1})


def test_midnight_makes_no_second_click(
    reader: Client, creative: Creative, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 2, 3, 23, 59, tzinfo=UTC), tick=False)
    where = address(creative)
    reader.get(where)
    time_machine.move_to(datetime(2026, 2, 4, 0, 1, tzinfo=UTC), tick=False)

    reader.get(where)

    assert clicks() == 1


@pytest.mark.parametrize("text", ["x", "click.1.1.a.b", "https:evil.example", "%00", "%ED%A0%80"])
def test_forged_click_leads_nowhere(reader: Client, text: str) -> None:
    response = reader.get(f"/sponsors/click/{text}/")

    assert response.status_code in (400, 404)
    assert clicks() == 0


def test_token_of_an_impression_is_no_click(reader: Client, creative: Creative) -> None:
    response = reader.get(address(creative, kind="impression"))

    assert response.status_code == 404
    assert classes() == {"forged": 1}


def test_click_on_a_deleted_creative_leads_nowhere(reader: Client, creative: Creative) -> None:
    where = address(creative)
    creative.delete()

    assert reader.get(where).status_code == 404


def test_click_on_an_ended_flight_still_leads_there(reader: Client) -> None:
    creative = make_creative(flight=make_flight(status="ended"))

    assert reader.get(address(creative))["Location"] == LANDING


def test_click_counts_when_redis_is_down(
    reader: Client, creative: Creative, redis_down: None
) -> None:
    response = reader.get(address(creative))

    assert response["Location"] == LANDING
    assert (clicks(), classes()) == (1, {"valid": 1})


def test_staff_and_the_sponsors_own_people_are_not_billed(
    reader: Client, creative: Creative
) -> None:
    bob, mona = make_member("bob"), make_moderator()
    Seat.objects.create(sponsor=creative.sponsor, member=bob)
    for member in (bob, mona):
        reader.force_login(member)
        assert reader.get(address(creative))["Location"] == LANDING

    assert (clicks(), classes(), invalid()) == (0, {"own": 2}, {"staff": 2})


def test_policy_may_count_the_staff(reader: Client, creative: Creative) -> None:
    SponsoringPolicy.objects.create(pk=1, counts_staff=True)
    reader.force_login(make_moderator())
    reader.get(address(creative))

    assert clicks() == 1


def test_flood_of_clicks_is_not_billed(reader: Client, creative: Creative) -> None:
    for _ in range(12):
        assert reader.get(address(creative))["Location"] == LANDING

    assert (clicks(), invalid()) == (10, {"flooded": 2})


def test_clicks_beyond_what_was_bought_are_not_billed(reader: Client) -> None:
    creative = make_creative(flight=make_flight(price_model="cpc", price_cents=40, quantity=2))
    where = [address(creative) for _ in range(3)]
    for one in (*where, where[-1]):
        assert reader.get(one)["Location"] == LANDING

    assert invalid() == {"beyond": 1, "replayed": 1}
    assert Click.objects.filter(is_billed=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_click_that_postgresql_does_not_take_in_time_waits_and_counts_once(
    reader: Client, creative: Creative, redis: Redis
) -> None:
    where = address(creative)

    with table_locked("sponsors_click"):
        response = reader.get(where)
    before = clicks()
    drain_all(redis=redis)
    reader.get(where)

    assert response["Location"] == LANDING
    assert (before, clicks(), invalid()) == (0, 1, {"replayed": 1})


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_count_once(reader: Client, creative: Creative) -> None:
    where = address(creative)

    in_threads(*[partial(Client(headers={"user-agent": BROWSER}).get, where) for _ in range(8)])

    assert (clicks(), classes()) == (1, {"valid": 1, "duplicate": 7})
