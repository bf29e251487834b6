"""Those who act for a sponsor see and hand in by programs what the desk shows and takes."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Scope
from sponsors.models import Creative, Review, Seat
from tests.factories import make_member, make_upload
from tests.feed.api_client import Program
from tests.sponsors.factories import make_creative, make_flight

pytestmark = pytest.mark.django_db
DRAFT = {"headline": "Fresh bread", "landing_url": "https://bakery.example.org/"}


@pytest.fixture
def seat() -> Creative:
    creative = make_creative()
    Seat.objects.create(sponsor=creative.sponsor, member=make_member("alice"))
    return creative


def test_a_seat_opens_the_sponsors_affairs(seat: Creative) -> None:
    alice, flight = Program(make_member("alice")), seat.flight

    listed = {path: alice.get(path).json() for path in ("sponsors/", "campaigns/", "flights/")}
    report = alice.get(f"flights/{flight.pk}/report/").json()

    assert [each["id"] for each in listed["sponsors/"]] == [seat.sponsor.pk]
    assert [each["id"] for each in listed["campaigns/"]["results"]] == [flight.campaign_id]
    assert [each["id"] for each in listed["flights/"]["results"]] == [flight.pk]
    assert alice.get(f"flights/{flight.pk}/").json()["viewables"] == 0
    assert report["total"] == {
        "impressions": 0, "viewables": 0, "clicks": 0, "viewable_rate": None, "ctr": None,
    }  # fmt: skip
    assert len(report["days"]) >= 1
    assert [each["id"] for each in alice.get(f"flights/{flight.pk}/creatives/").json()["results"]] == [seat.pk]  # fmt: skip


def test_for_others_nothing_exists(seat: Creative) -> None:
    bob, pk = Program(make_member("bob")), seat.flight_id

    assert bob.get("sponsors/").json() == []
    assert bob.get("flights/").json()["results"] == bob.get("campaigns/").json()["results"] == []
    for path in (f"flights/{pk}/", f"flights/{pk}/report/", f"creatives/{seat.pk}/"):
        assert bob.get(path).status_code == 404
    assert bob.post(f"flights/{pk}/creatives/", DRAFT).status_code == 404
    assert Program(None).get("flights/").status_code == 401


def test_a_creative_is_handed_in_and_changed(seat: Creative) -> None:
    alice = Program(make_member("alice"))

    made = alice.post(f"flights/{seat.flight_id}/creatives/", DRAFT)
    path = f"creatives/{made.json()['id']}/"
    changed = alice.patch(path, {"text": "Daily from six."}, If_Match=made["ETag"])
    lost = alice.patch(path, {"text": "Too late."}, If_Match=made["ETag"])

    assert (made.status_code, made.json()["review"]) == (201, Review.WAITING)
    assert (changed.json()["headline"], changed.json()["text"]) == (DRAFT["headline"], "Daily from six.")  # fmt: skip
    assert lost.status_code == 412
    assert alice.patch(path, {"text": "Blind."}).status_code == 428


def test_a_picture_comes_as_a_form(seat: Creative) -> None:
    alice = Program(make_member("alice"))

    made = alice.client.post(
        f"/api/v1/flights/{seat.flight_id}/creatives/",
        DRAFT | {"image": make_upload(size=(600, 300))},
        headers=alice.headers,
    )

    assert made.status_code == 201
    assert made.json()["image"].startswith("/media/sponsors/")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"headline": ""}, "/headline"),
        ({"landing_url": "javascript:x"}, "/landing_url"),
        ({"is_live": True}, "/is_live"),
    ],
)
def test_wrong_creatives_are_refused(seat: Creative, wrong: dict[str, object], pointer: str) -> None:  # fmt: skip
    alice = Program(make_member("alice"))

    answer = alice.post(f"flights/{seat.flight_id}/creatives/", DRAFT | wrong)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


def test_the_scope_is_named(seat: Creative) -> None:
    small = Program(make_member("alice"), Scope.READ)

    assert small.get("flights/").json()["scope"] == Scope.SPONSORS


def test_thirty_flights_ask_as_often_as_one(
    seat: Creative, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    alice = Program(make_member("alice"))
    for _number in range(29):
        make_flight()

    with django_assert_max_num_queries(5):
        assert len(alice.get("flights/").json()["results"]) == 30
