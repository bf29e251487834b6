"""Those who act for a sponsor see and hand in by programs what the desk shows and takes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Scope
from sponsors.models import Campaign, Creative, Invoice, InvoiceLine, Review, Seat
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


def test_every_reader_may_know_who_pays_and_need_not_see_it(seat: Creative) -> None:
    bob, pk = Program(make_member("bob")), seat.sponsor.pk
    path = f"sponsor-library/{pk}/hidden/"

    [shown] = Program(None).get("sponsor-library/").json()
    hidden = bob.put(path).status_code
    afterwards = bob.get("sponsor-library/").json()[0]["is_hidden"]

    assert (shown["sponsor"], shown["is_hidden"]) == (pk, False)
    assert [each["headline"] for each in shown["creatives"]] == [seat.headline]
    assert (hidden, afterwards) == (204, True)
    assert bob.delete(path).status_code == 204
    assert bob.get("sponsor-library/").json() == [shown]
    assert Program(None).put(path).status_code == 401
    assert bob.put("sponsor-library/99999/hidden/").status_code == 404


def test_the_scope_is_named(seat: Creative) -> None:
    small = Program(make_member("alice"), Scope.READ)

    assert small.get("flights/").json()["scope"] == Scope.SPONSORS


def test_invoices_are_listed_read_and_taken_as_pdf(seat: Creative) -> None:
    alice, bob = Program(make_member("alice")), Program(make_member("bob"))
    invoice = make_invoice(seat)

    listed = alice.get("invoices/").json()["results"]
    whole = alice.get(f"invoices/{invoice.pk}/").json()
    document = alice.get(f"invoices/{invoice.pk}/document/", Accept="application/pdf")

    assert [(each["number"], each["total_cents"]) for each in listed] == [("2026-0001", 1_250)]
    assert [line["amount_cents"] for line in whole["lines"]] == [1_250]
    assert document.content.startswith(b"%PDF-")
    assert bob.get("invoices/").json()["results"] == []
    for path in (f"invoices/{invoice.pk}/", f"invoices/{invoice.pk}/document/"):
        assert bob.get(path).status_code == 404


def test_thirty_rows_ask_as_often_as_one(
    seat: Creative, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    alice = Program(make_member("alice"))
    for month in range(29):
        flight = make_flight()
        make_creative(flight=seat.flight)
        Campaign.objects.create(sponsor=seat.sponsor, name=flight.name)
        make_invoice(seat, month=month)

    for path in ("flights/", "campaigns/", "invoices/", f"flights/{seat.flight_id}/creatives/"):
        with django_assert_max_num_queries(6):
            assert len(alice.get(path).json()["results"]) >= 29, path


def make_invoice(creative: Creative, *, month: int = 0) -> Invoice:
    day = date(2026, 1, 1) + timedelta(days=month)
    invoice = Invoice.objects.create(
        sponsor=creative.sponsor, number=f"2026-{month + 1:04}", starts_on=day, ends_on=day,
        currency="EUR", issued_at=timezone.now(),
    )  # fmt: skip
    InvoiceLine.objects.create(
        invoice=invoice, flight=creative.flight, price_model="flat", price_cents=1_250,
        unit_count=1, amount_cents=1_250,
    )  # fmt: skip
    return invoice
