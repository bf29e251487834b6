"""The desk as a browser shows it to those who act for a sponsor: wide and on a phone, in the light and in the dark."""

from typing import Final, Literal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from config.testing.browser import AssertAccessible, watch
from counting.tokens import make_token, new_event_id
from sponsors.models import Alert, AlertKind, Review, Seat
from sponsors.placements import Placement
from tests.factories import make_member, make_post
from tests.sponsors.factories import make_creative, make_flight, make_slot, make_sponsor
from tests.sponsors.test_desk import make_delivery, make_invoice

pytestmark = pytest.mark.django_db(transaction=True)

Scheme = Literal["light", "dark"]
SEEN: Final[tuple[tuple[str, Scheme, int], ...]] = (("en-GB", "light", 1440), ("nl", "dark", 390))
PROBLEMS: Final = [{"code": "undescribed", "detail": ""}, {"code": "landing", "detail": "404"}]


def desk_of(member: User) -> list[str]:
    """Addresses of the desk of a sponsor with everything on it, and of one who has booked a flight and nothing else."""
    creative, empty = make_delivery(), make_flight(sponsor="Bakery Klok")
    waiting = make_creative(
        flight=creative.flight, review=Review.WAITING, check_due=False, problems=PROBLEMS
    )
    Alert.objects.create(
        kind=AlertKind.LANDING, flight=creative.flight, creative=creative, raised_at=timezone.now()
    )
    for name in ("Ropery Tideman", "Bakery Klok"):
        Seat.objects.create(sponsor=make_sponsor(name), member=member)
    make_invoice(creative)
    seen = Placement(creative.pk, make_slot().pk).subject
    token = make_token("click", subject=seen, now=timezone.now(), event_id=new_event_id())
    return [
        reverse("sponsors:sponsors"),
        reverse("sponsors:desk", args=[creative.sponsor.pk]),
        reverse("sponsors:flight", args=[creative.flight_id]),
        reverse("sponsors:flight", args=[empty.pk]),
        reverse("sponsors:creative-create", args=[empty.pk]),
        reverse("sponsors:creative-edit", args=[waiting.pk]),
        reverse("sponsors:creative-preview", args=[creative.pk]),
        reverse("sponsors:why", args=[token]),
    ]


def test_the_desk_is_accessible_and_never_wider_than_the_screen(
    browser: Browser,
    live_site: str,
    client: Client,
    problems: list[str],
    assert_accessible: AssertAccessible,
) -> None:
    make_post()
    alice = make_member("alice")
    pages = desk_of(alice)
    client.force_login(alice)
    session = client.cookies["sessionid"].value

    for locale, scheme, width in SEEN:
        with browser.new_context(
            base_url=live_site,
            locale=locale,
            color_scheme=scheme,
            viewport={"width": width, "height": 844},
        ) as context:
            watch(context, live_site, problems)
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_site}])
            tab = context.new_page()
            for page in pages:
                answer = tab.goto(page)
                assert answer is not None
                assert (answer.status, answer.url) == (200, f"{live_site}{page}")
                assert tab.locator("html").get_attribute("lang") == locale[:2]
                wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{page} is {wide} pixels too wide"
                assert_accessible(tab)
    assert not problems, "\n".join(problems)
