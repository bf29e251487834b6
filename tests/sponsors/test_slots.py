import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from PIL import Image

from config.testing.html import AssertValidHtml
from counting.tokens import read_token
from sponsors.images import keep_picture
from sponsors.models import CreativeTotal, FlightStatus, SponsorSlot
from sponsors.page import PageSlots
from sponsors.placements import Placement
from tests.sponsors.factories import make_creative, make_flight, make_slot, make_sponsor

pytestmark = pytest.mark.django_db

ARTICLE = ("article-top", "article-inline", "sidebar-top", "sidebar-bottom", "article-bottom")


def render(*codes: str, path: str = "/posts/1/tram/") -> str:
    tags = "".join(f'{{% sponsor_slot "{code}" %}}' for code in codes)
    request = RequestFactory().get(path)
    return Template("{% load sponsors %}" + tags).render(Context({"request": request})).strip()


def advertisers(html: str) -> list[str]:
    return re.findall(r'aria-label="Sponsor: ([^"]+)"', html)


def without_tokens(html: str) -> str:
    return re.sub(r"(impression|click)\.[\w.-]+", "TOKEN", html)


def picture(width: int = 400, height: int = 200) -> "ContentFile[bytes]":
    return keep_picture(Image.new("RGB", (width, height)))


def test_migration_makes_the_slots_that_templates_name() -> None:
    assert set(SponsorSlot.objects.values_list("code", flat=True)) == {
        *ARTICLE,
        "feed-top",
        "feed-inline",
    }


def test_slot_names_the_advertiser_and_is_labelled() -> None:
    make_creative(image=picture(), image_alt="A coil of rope")

    html = render("article-top")

    assert '<p class="sponsor-slot__label">Sponsor</p>' in html
    assert advertisers(html) == ["Ropery Tideman"]
    assert "Rope that holds" in html
    assert 'rel="sponsored noopener"' in html
    assert 'alt="A coil of rope"' in html


def test_label_speaks_the_readers_language() -> None:
    make_creative()

    with translation.override("nl"):
        html = render("article-top")

    assert "sponsor-slot__label" in html


def test_picture_has_its_final_size_in_the_slot() -> None:
    make_slot("sidebar-top")
    make_creative(flight=make_flight(slots=("sidebar-top",)), image=picture(300, 600))

    slot = SponsorSlot.objects.get(code="sidebar-top")
    html = render("sidebar-top")

    assert f'width="{slot.height // 2}" height="{slot.height}"' in html


def test_nothing_is_rendered_when_nothing_runs() -> None:
    assert render(*ARTICLE) == ""


def test_nothing_is_rendered_outside_of_a_request() -> None:
    make_creative()

    assert (
        Template('{% load sponsors %}{% sponsor_slot "article-top" %}').render(Context()).strip()
        == ""
    )


def test_unknown_slot_stays_empty() -> None:
    make_creative()

    assert render("roof") == ""


def in_hours(hours: int) -> datetime:
    return timezone.now() + timedelta(hours=hours)


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
def test_only_running_flights_are_shown(terms: dict[str, Any]) -> None:
    make_creative(flight=make_flight(**terms))

    assert render("article-top") == ""


def test_creative_that_is_not_live_is_not_shown() -> None:
    make_creative(is_live=False)

    assert render("article-top") == ""


def test_inactive_sponsor_is_not_shown() -> None:
    make_sponsor(is_active=False)
    make_creative()

    assert render("article-top") == ""


def test_disabled_slot_stays_empty() -> None:
    make_creative()
    SponsorSlot.objects.filter(code="article-top").update(is_enabled=False)

    assert render("article-top") == ""


@pytest.mark.parametrize(("delivered", "is_shown"), [(99, True), (100, False)])
def test_flight_stops_when_its_quantity_is_delivered(delivered: int, *, is_shown: bool) -> None:
    creative = make_creative(flight=make_flight(quantity=100))
    CreativeTotal.objects.create(
        creative=creative, slot=make_slot(), counted_on="2026-02-03", viewable_count=delivered
    )

    assert bool(render("article-top")) == is_shown


def test_house_creative_fills_what_is_not_sold() -> None:
    make_creative(flight=make_flight(sponsor="Broadsheet", slots=("feed-top",)), is_house=True)

    assert advertisers(render("feed-top")) == ["Broadsheet"]


def test_each_sponsor_comes_once_on_a_page() -> None:
    for name in ("Ropery Tideman", "Bakery Klok", "Tram Museum", "Press Club", "Harbour Bank"):
        flight = make_flight(sponsor=name, slots=ARTICLE)
        make_creative(flight=flight)
        make_creative(flight=flight)

    shown = advertisers(render(*ARTICLE))

    assert len(shown) == len(set(shown)) == 5


def test_every_reader_of_the_hour_is_shown_the_same() -> None:
    for name in ("Ropery Tideman", "Bakery Klok", "Tram Museum"):
        make_creative(flight=make_flight(sponsor=name, slots=ARTICLE))

    pages = {without_tokens(render(*ARTICLE)) for _ in range(5)}

    assert len(pages) <= 2  # the hour may end between two of them


def test_pages_and_hours_differ() -> None:
    for name in ("Ropery Tideman", "Bakery Klok", "Tram Museum"):
        make_creative(flight=make_flight(sponsor=name))
    now = timezone.now()

    drawn = set()
    for hour in range(12):
        filled = PageSlots(path="/", now=now + timedelta(hours=hour)).fill("article-top")
        drawn.add(filled.creative.sponsor.name if filled else "")

    assert len(drawn) > 1


def test_tokens_stand_for_the_creative_in_its_slot() -> None:
    creative = make_creative()

    filled = PageSlots(path="/", now=timezone.now()).fill("article-top")

    assert filled
    impression, click = read_token(filled.impression_token), read_token(filled.click_token)
    assert (impression.kind, click.kind) == ("impression", "click")
    assert Placement.from_subject(click.subject) == (creative.pk, make_slot().pk)
    assert (impression.subject, impression.event_id) == (click.subject, click.event_id)


@pytest.mark.parametrize("bookings", [1, 30])
def test_a_page_costs_two_queries(django_assert_num_queries: Any, bookings: int) -> None:
    for number in range(bookings):
        make_creative(flight=make_flight(sponsor=f"Sponsor {number}", slots=ARTICLE))

    with django_assert_num_queries(2):
        render(*ARTICLE)


def test_words_of_sponsors_cannot_break_out_of_the_markup() -> None:
    make_sponsor('"><script>alert(1)</script>')
    flight = make_flight(sponsor='"><script>alert(1)</script>')
    make_creative(
        flight=flight, headline="<b>now</b>", text="<img src=x>", image=picture(), image_alt='"><i>'
    )

    html = render("article-top")

    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_markup_is_valid(assert_valid_html: AssertValidHtml) -> None:
    for number in range(5):
        flight = make_flight(sponsor=f"Sponsor {number}", slots=ARTICLE)
        make_creative(flight=flight, image=picture() if number % 2 else "")

    slots = render(*ARTICLE)

    head = '<!doctype html><html lang="en"><head><title>Slots</title></head>'
    assert_valid_html({"slots": f"{head}<body><main>{slots}</main></body></html>"})


def test_pictures_are_small_webp_files() -> None:
    kept = keep_picture(Image.new("RGBA", (4000, 1000)))

    with Image.open(BytesIO(kept.read())) as image:
        assert (image.format, image.size) == ("WEBP", (960, 240))
