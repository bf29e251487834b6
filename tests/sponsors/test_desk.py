"""What those who act for a sponsor see, and what nobody else does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from config.testing.html import AssertValidHtml
from counting.tokens import make_token, new_event_id
from sponsors.models import (
    Creative,
    CreativeTotal,
    Flight,
    InvalidTotal,
    Invoice,
    Review,
    Seat,
)
from sponsors.placements import Placement
from sponsors.services.invoicing import issue_invoice
from tests.accounts.hostile import REFUSED
from tests.factories import make_category, make_member, make_post, make_upload
from tests.sponsors.factories import make_creative, make_flight, make_slot, make_sponsor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


@pytest.fixture
def alice(client: Client) -> User:
    """Acts for the ropery, and is signed in."""
    alice = make_member("alice")
    Seat.objects.create(sponsor=make_sponsor(), member=alice)
    client.force_login(alice)
    return alice


def make_delivery(sponsor: str = "Ropery Tideman") -> Creative:
    flight = make_flight(
        sponsor=sponsor, price_cents=650, starts_at=timezone.now() - timedelta(days=20)
    )
    creative = make_creative(flight=flight)
    CreativeTotal.objects.create(
        creative=creative,
        slot=make_slot(),
        category_pk=make_category("Tram").pk,
        counted_on=timezone.now().date() - timedelta(days=3),
        impression_count=4_000,
        viewable_count=3_000,
        click_count=30,
    )
    InvalidTotal.objects.create(
        creative=creative, counted_on=timezone.now().date(), kind="click", reason="bot", count=5
    )
    return creative


def make_invoice(creative: Creative) -> Invoice:
    yesterday = timezone.now().date() - timedelta(days=1)
    start = yesterday - timedelta(days=9)
    return issue_invoice(creative.sponsor, starts_on=start, ends_on=yesterday, now=timezone.now())


def pages_of(creative: Creative, invoice: Invoice) -> list[str]:
    flight, sponsor = creative.flight, creative.sponsor
    return [
        reverse("sponsors:desk", args=[sponsor.pk]),
        reverse("sponsors:flight", args=[flight.pk]),
        reverse("sponsors:flight-csv", args=[flight.pk]),
        reverse("sponsors:creative-create", args=[flight.pk]),
        reverse("sponsors:creative-edit", args=[creative.pk]),
        reverse("sponsors:creative-preview", args=[creative.pk]),
        reverse("sponsors:creative-frame", args=[creative.pk, "dark", "rtl"]),
        reverse("sponsors:invoice", args=[invoice.pk]),
    ]


def test_every_page_opens_for_those_who_act_for_the_sponsor(client: Client, alice: User) -> None:
    make_post()
    creative = make_delivery()
    pages = pages_of(creative, make_invoice(creative))

    assert {client.get(page).status_code for page in pages} == {200}


def test_settings_lead_to_the_desk_those_who_have_one(client: Client, alice: User) -> None:
    link = f'<a href="{reverse("sponsors:sponsors")}">Your sponsors</a>'
    page = reverse("accounts:settings")

    assert link in client.get(page).text
    client.force_login(make_member("bob"))
    assert link not in client.get(page).text


def test_a_sponsor_sees_nothing_of_another(client: Client, alice: User) -> None:
    creative = make_delivery("Bakery Klok")
    pages = pages_of(creative, make_invoice(creative))

    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page).status_code for page in pages[3:5]} == {404}


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    creative = make_delivery()
    pages = pages_of(creative, make_invoice(creative))

    assert {client.get(page)["Location"].partition("?")[0] for page in pages} == {
        "/accounts/login/"
    }


@pytest.mark.parametrize("pk", [987_654, 2**70])
def test_what_does_not_exist_is_not_found(client: Client, alice: User, pk: int) -> None:
    names = ("desk", "flight", "flight-csv", "creative-edit", "creative-preview", "invoice")
    pages = [reverse(f"sponsors:{name}", args=[pk]) for name in names]

    assert {client.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("name", ["desk", "flight", "flight-csv", "creative-preview", "invoice"])
def test_what_is_only_read_takes_no_post(client: Client, alice: User, name: str) -> None:
    assert client.post(reverse(f"sponsors:{name}", args=[1])).status_code == 405


def test_report_says_what_was_counted_and_what_it_costs(client: Client, alice: User) -> None:
    creative = make_delivery()

    page = client.get(reverse("sponsors:flight", args=[creative.flight_id])).content.decode()

    for figure in ("3,000", "75.00", "1.00", "EUR\N{NO-BREAK SPACE}19.50", "Tram", "bot"):
        assert figure in page, figure


def test_readers_are_told_of_slot_and_targeting_in_the_words_of_the_desk(
    client: Client, alice: User
) -> None:
    flight = make_flight(languages=["nl"], devices=["phone"], hours=[7], countries=["NL"])
    flight.categories.add(make_category("Tram"))
    seen = Placement(make_creative(flight=flight).pk, make_slot().pk).subject
    token = make_token("click", subject=seen, now=timezone.now(), event_id=new_event_id())

    told = client.get(reverse("sponsors:why", args=[token])).context["explanation"].reasons
    desk = client.get(reverse("sponsors:flight", args=[flight.pk])).context["terms"]

    assert told == ["Ropery Tideman booked the place “Top of an article”.", *desk[1:]]
    assert desk == [
        "Booked places: “Top of an article”.",
        "It is shown beside these categories: Tram.",
        "It is shown beside pages in these languages: Dutch.",
        "It is shown on these devices: phone.",
        "It is shown to readers in these countries: NL.",
        "It is shown at these hours (UTC): 7:00.",
    ]


def test_spreadsheet_has_every_day_and_defuses_formulas(client: Client, alice: User) -> None:
    creative = make_delivery()
    Creative.objects.update(headline="=1+1")

    response = client.get(reverse("sponsors:flight-csv", args=[creative.flight_id]))

    lines = response.getvalue().decode().splitlines()
    assert lines[0].startswith("Day,Slot,Creative")
    assert lines[1].split(",")[1:] == ["Top of an article", "'=1+1", "Tram", "4000", "3000", "30"]
    assert response["Content-Type"].startswith("text/csv")


WORDS = {"headline": "New rope", "text": "", "landing_url": "https://ropery.example.org/"}


def test_creative_that_is_handed_in_waits_for_approval(client: Client, alice: User) -> None:
    flight: Flight = make_flight()
    image = make_upload(size=(640, 320))

    response = client.post(
        reverse("sponsors:creative-create", args=[flight.pk]),
        WORDS | {"image": image, "image_alt": "Rope"},
    )

    creative = flight.creatives.get()
    assert (response.status_code, creative.review, creative.headline) == (
        302,
        "waiting",
        "New rope",
    )
    assert str(creative.image.name).endswith(".webp")


@pytest.mark.parametrize(
    "words",
    [
        {"headline": ""},
        {"landing_url": "javascript:alert(1)"},
        {"landing_url": "ftp://ropery.example.org/"},
        {"headline": "x" * 61},
    ],
    ids=str,
)
def test_bad_creative_is_refused_and_what_was_typed_stays(
    client: Client, alice: User, words: dict[str, Any]
) -> None:
    flight = make_flight()

    response = client.post(
        reverse("sponsors:creative-create", args=[flight.pk]), WORDS | {"text": "Kept"} | words
    )

    assert response.status_code == 422
    assert "Kept" in response.content.decode()
    assert not flight.creatives.exists()


def test_svg_is_no_picture(client: Client, alice: User) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    upload = SimpleUploadedFile("bomb.svg", drawing, content_type="image/svg+xml")
    flight = make_flight()

    response = client.post(
        reverse("sponsors:creative-create", args=[flight.pk]), WORDS | {"image": upload}
    )

    assert (response.status_code, flight.creatives.count()) == (422, 0)


@pytest.mark.parametrize("name", ["webp of 61 frames", "gif of 600,000 frames", "gif bomb"])
def test_an_animated_bomb_is_no_picture_of_a_creative(
    client: Client, alice: User, name: str
) -> None:
    upload = SimpleUploadedFile("rope.gif", REFUSED[name][0](), content_type="image/gif")
    flight = make_flight()

    response = client.post(
        reverse("sponsors:creative-create", args=[flight.pk]), WORDS | {"image": upload}
    )

    assert (response.status_code, flight.creatives.count()) == (422, 0)
    assert response.context["form"].errors["image"]


def test_change_stops_a_creative_until_it_is_approved_again(client: Client, alice: User) -> None:
    creative = make_creative()

    client.post(
        reverse("sponsors:creative-edit", args=[creative.pk]),
        WORDS | {"version": creative.version},
    )

    creative.refresh_from_db()
    assert (creative.review, creative.headline, creative.check_due) == (
        Review.WAITING,
        "New rope",
        True,
    )


def test_second_of_two_who_change_a_creative_is_told(client: Client, alice: User) -> None:
    creative = make_creative()
    where = reverse("sponsors:creative-edit", args=[creative.pk])
    client.post(where, WORDS | {"version": creative.version})

    response = client.post(where, WORDS | {"headline": "Mine", "version": creative.version})

    creative.refresh_from_db()
    assert (response.status_code, creative.headline) == (409, "New rope")
    assert "Mine" in response.content.decode()


def test_preview_shows_the_creative_in_an_article_and_counts_nothing(
    client: Client, alice: User
) -> None:
    make_post(title="The dredger came back")
    creative = make_creative(review=Review.DRAFT)

    response = client.get(reverse("sponsors:creative-frame", args=[creative.pk, "dark", "rtl"]))

    page = response.content.decode()
    assert 'data-theme="dark"' in page
    assert 'dir="rtl"' in page
    assert "The dredger came back" in page
    assert "Rope that holds" in page
    assert "data-beacon-impression" not in page
    assert "<script" not in page
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self';" in response["Content-Security-Policy"] + ";"


def test_preview_says_so_where_there_is_no_article_yet(client: Client, alice: User) -> None:
    creative = make_creative()

    response = client.get(reverse("sponsors:creative-frame", args=[creative.pk, "light", "ltr"]))

    assert "There is no article yet" in response.content.decode()
    assert "frame-ancestors 'self';" in response["Content-Security-Policy"] + ";"


@pytest.mark.parametrize("flights", [1, 30])
def test_desk_asks_as_often_for_thirty_flights_as_for_one(
    client: Client, alice: User, django_assert_max_num_queries: Any, flights: int
) -> None:
    for _ in range(flights):
        make_creative(flight=make_flight(), review=Review.WAITING)

    with django_assert_max_num_queries(11):
        client.get(reverse("sponsors:desk", args=[make_sponsor().pk]))


@pytest.mark.parametrize("days", [1, 30])
def test_report_asks_as_often_for_thirty_days_as_for_one(
    client: Client, alice: User, django_assert_max_num_queries: Any, days: int
) -> None:
    creative = make_creative()
    for number in range(days):
        CreativeTotal.objects.create(
            creative=creative,
            slot=make_slot(),
            counted_on=datetime(2026, 1, 1, tzinfo=UTC).date() + timedelta(days=number),
            viewable_count=1,
        )

    with django_assert_max_num_queries(24):
        client.get(reverse("sponsors:flight", args=[creative.flight_id]))


def test_pages_are_valid_html(
    client: Client, alice: User, assert_valid_html: AssertValidHtml
) -> None:
    make_post()
    creative = make_delivery()
    pages = [page for page in pages_of(creative, make_invoice(creative)) if "csv" not in page][:5]

    assert_valid_html(
        {page.strip("/").replace("/", "-"): client.get(page).content.decode() for page in pages}
    )
