"""`GET /sponsors/fill/`: who is shown to whom."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import TrustLevel
from config.redis import Client as Redis
from counting.drain import drain_all
from counting.tokens import make_token, read_token
from sponsors.models import FlightStatus, HiddenSponsor, Review, SlotTotal, SponsoringPolicy
from sponsors.placements import Placement
from sponsors.reservations import renew_version
from tests.counting.reporting import BROWSER
from tests.factories import make_category, make_member
from tests.sponsors.factories import make_creative, make_flight, make_slot, make_sponsor
from tests.sponsors.filling import advertisers, fill, make_context, token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

ARTICLE = ("article-top", "article-inline", "sidebar-top", "sidebar-bottom", "article-bottom")
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


@pytest.fixture
def reader(client: Client) -> Client:
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


def in_hours(hours: int) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def test_slot_is_filled_with_what_was_sold(reader: Client) -> None:
    creative = make_creative()

    (html,) = fill(reader, "article-top")

    assert advertisers([html]) == ["Ropery Tideman"]
    assert 'rel="sponsored noopener"' in html
    tokens = [read_token(token(html, kind)) for kind in ("impression", "viewable", "click")]
    placements = {Placement.from_subject(one.subject) for one in tokens}
    assert placements == {Placement(creative.pk, make_slot().pk)}
    assert len({one.event_id for one in tokens}) == 1


def test_answer_is_never_kept(reader: Client) -> None:
    asked = {"slots": "article-top", "context": make_context()}

    response = reader.get(reverse("sponsors:fill"), asked)

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_filling_is_read_only(reader: Client, method: str) -> None:
    assert getattr(reader, method)(reverse("sponsors:fill")).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"context": "x"},
        {"context": make_token("view", subject=1, now=timezone.now())},
        {"context": make_context(), "hide": "x"},
        {"context": make_context(), "beside": ",".join(map(str, range(300)))},
        {"context": make_context(), "hide": "9" * 40},
    ],
    ids=["nothing", "forged", "of another kind", "no key", "too many", "too large"],
)
def test_what_no_page_sends_is_refused(reader: Client, query: dict[str, str]) -> None:
    response = reader.get(reverse("sponsors:fill"), {"slots": "article-top"} | query)

    assert response.status_code == 400
    assert "context" in response.json()["error"]


def test_slots_that_do_not_exist_stay_as_they_are(reader: Client) -> None:
    make_creative()

    assert fill(reader, "roof", "", "x" * 3_000) == [None, None, None]


@pytest.mark.parametrize(
    "terms",
    [
        {"status": FlightStatus.DRAFT},
        {"status": FlightStatus.PAUSED},
        {"status": FlightStatus.ENDED},
        {"starts_at": in_hours(1)},
        {"ends_at": in_hours(-1)},
        {"slots": ("feed-top",)},
    ],
    ids="".join,
)
def test_only_running_flights_are_shown(reader: Client, terms: dict[str, Any]) -> None:
    make_creative(flight=make_flight(**terms))

    assert fill(reader, "article-top") == [None]


@pytest.mark.parametrize(
    "state",
    [{"is_live": False}, *({"review": one} for one in Review if one != Review.APPROVED)],
    ids=str,
)
def test_only_live_and_approved_creatives_are_shown(reader: Client, state: dict[str, Any]) -> None:
    make_creative(**state)

    assert fill(reader, "article-top") == [None]


def test_sponsor_who_is_not_active_is_not_shown(reader: Client) -> None:
    make_sponsor(is_active=False)
    make_creative()

    assert fill(reader, "article-top") == [None]


def test_house_fills_what_is_not_sold_and_can_be_counted_too(reader: Client) -> None:
    flight = make_flight(sponsor="Broadsheet", slots=("article-top",))
    make_creative(flight=flight, is_house=True)

    (html,) = fill(reader, "article-top")

    assert advertisers([html]) == ["Broadsheet"]
    assert token(html, "viewable")


@pytest.mark.parametrize(
    ("houses", "shown"),
    [(("Desk", "Editor"), {"Desk": 1, "Editor": 1}), (("Desk",), {"Desk": 2})],
    ids=["two", "one"],
)
def test_house_says_a_thing_twice_only_where_it_has_nothing_else(
    reader: Client, houses: tuple[str, ...], shown: dict[str, int]
) -> None:
    for house in houses:
        for _ in range(2):
            make_creative(flight=make_flight(sponsor=house, slots=ARTICLE), is_house=True)

    for _ in range(5):
        assert Counter(advertisers(fill(reader, "article-top", "sidebar-top"))) == shown


def test_each_sponsor_and_each_industry_comes_once_on_a_page(reader: Client) -> None:
    make_sponsor("Bakery Klok", industry="bread")
    make_sponsor("Bakery Zon", industry="bread")
    for name in ("Ropery Tideman", "Bakery Klok", "Bakery Zon"):
        for _ in range(2):
            make_creative(flight=make_flight(sponsor=name, slots=ARTICLE))

    shown = advertisers(fill(reader, *ARTICLE))

    assert len(shown) == 2
    assert len([name for name in shown if name.startswith("Bakery")]) == 1


def test_sponsor_that_the_page_shows_already_does_not_come_again(reader: Client) -> None:
    creative = make_creative(flight=make_flight(slots=ARTICLE))

    assert fill(reader, "article-top", beside=str(creative.sponsor.pk)) == [None]


def test_competitor_of_whom_the_page_shows_already_does_not_come(reader: Client) -> None:
    """A long list asks again and again; what came before counts."""
    shown = make_sponsor("Bakery Klok", industry="bread")
    make_creative(flight=make_flight(sponsor="Bakery Klok", slots=ARTICLE))
    make_sponsor("Bakery Zon", industry="bread")
    make_creative(flight=make_flight(sponsor="Bakery Zon", slots=ARTICLE))

    assert fill(reader, "article-top", beside=str(shown.pk)) == [None]
    assert fill(reader, "article-top") != [None]


def test_sponsor_that_the_reader_hid_does_not_come(reader: Client) -> None:
    creative = make_creative()

    assert fill(reader, "article-top", hide=str(creative.sponsor.pk)) == [None]


def test_sponsor_that_the_member_hid_does_not_come(reader: Client) -> None:
    bob = make_member("bob")
    HiddenSponsor.objects.create(member=bob, sponsor=make_creative().sponsor)
    reader.force_login(bob)

    assert fill(reader, "article-top") == [None]


def test_members_who_are_spared_get_nothing(reader: Client) -> None:
    SponsoringPolicy.objects.create(pk=1, ad_free_from=TrustLevel.MEMBER)
    make_creative()
    reader.force_login(make_member("bob"))

    assert fill(reader, "article-top") == [None]


@pytest.mark.parametrize(
    "headers", [{"user-agent": "Googlebot/2.1"}, {"sec-purpose": "prefetch"}], ids=str
)
def test_programs_use_up_nothing(reader: Client, headers: dict[str, str]) -> None:
    make_creative()
    asked = {"slots": "article-top", "context": make_context()}

    response = reader.get(reverse("sponsors:fill"), asked, headers=headers)

    assert response.json() == {"slots": [None]}


def test_targeting_by_category(reader: Client) -> None:
    flight = make_flight()
    flight.categories.add(make_category("Sport"))
    make_creative(flight=flight)

    beside = fill(reader, "article-top", context=make_context(category=make_category("Sport").pk))
    elsewhere = fill(reader, "article-top")

    assert (bool(beside[0]), bool(elsewhere[0])) == (True, False)


def test_targeting_by_device(reader: Client) -> None:
    make_creative(flight=make_flight(devices=["phone"]))

    on_desktop = fill(reader, "article-top")
    reader.defaults["HTTP_USER_AGENT"] = PHONE
    on_phone = fill(reader, "article-top")

    assert (bool(on_desktop[0]), bool(on_phone[0])) == (False, True)


def test_targeting_by_country_believes_only_the_proxys_header(
    reader: Client, settings: Any
) -> None:
    make_creative(flight=make_flight(countries=["NL"]))
    reader.defaults["HTTP_X_COUNTRY"] = "NL"

    without = fill(reader, "article-top")
    settings.COUNTRY_HEADER = "X-Country"
    with_header = fill(reader, "article-top")

    assert (bool(without[0]), bool(with_header[0])) == (False, True)


def test_one_reader_is_shown_a_flight_so_often_and_not_more(reader: Client) -> None:
    make_creative(flight=make_flight(frequency_cap=2))

    shown = [bool(fill(reader, "article-top")[0]) for _ in range(4)]
    other = Client(headers={"user-agent": f"{BROWSER} other"})

    assert shown == [True, True, False, False]
    assert fill(other, "article-top") != [None]


def test_change_of_what_is_booked_is_seen_at_once(reader: Client, redis: Redis) -> None:
    creative = make_creative()
    fill(reader, "article-top")
    creative.flight.status = FlightStatus.PAUSED
    creative.flight.save(update_fields=["status"])
    renew_version(redis=redis)

    assert fill(reader, "article-top") == [None]


def test_a_page_costs_no_query_and_one_round_trip(
    reader: Client, redis: Redis, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        make_creative(flight=make_flight(sponsor=f"Sponsor {number}", slots=ARTICLE))
    fill(reader, *ARTICLE)
    before = redis.info("commandstats").get("cmdstat_evalsha", {}).get("calls", 0)

    with django_assert_num_queries(0):
        assert len(advertisers(fill(reader, *ARTICLE))) == 5

    after = redis.info("commandstats")["cmdstat_evalsha"]["calls"]
    assert after - before == 1


def test_how_often_slots_are_asked_for_and_filled_is_counted(reader: Client, redis: Redis) -> None:
    make_creative()
    for _ in range(3):
        fill(reader, "article-top", "sidebar-top")

    drain_all(redis=redis)

    found = SlotTotal.objects.values_list("slot__code", "decision_count", "filled_count")
    assert set(found) == {("article-top", 3, 3), ("sidebar-top", 3, 0)}


def test_without_redis_what_stands_there_stays(reader: Client, redis_down: None) -> None:
    make_creative()

    assert fill(reader, "article-top") == [None]
