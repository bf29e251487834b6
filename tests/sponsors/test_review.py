"""From what a sponsor hands in to what readers see, and the news on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import Notification
from config.redis import Client as Redis
from feed.fetching.errors import BadStatusError
from feed.fetching.fetcher import Answer, Want
from sponsors.checks import LANDING, Subject, contrast, find_problems
from sponsors.errors import CreativeRefusedError
from sponsors.images import keep_picture
from sponsors.models import (
    Alert,
    Creative,
    CreativeTotal,
    Flight,
    FlightStatus,
    Review,
    Seat,
    SponsoringPolicy,
)
from sponsors.selectors.forecast import booking_calendar
from sponsors.services.alerts import watch_flights
from sponsors.services.checking import check_creative, check_due
from sponsors.services.review import approve, refuse
from tests.factories import make_member, make_moderator
from tests.sponsors.factories import make_creative, make_flight, make_slot, make_sponsor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def opens(url: str, *, want: Want = LANDING) -> Answer:
    """A landing page as it should be."""
    return Answer(url, "text/html", "utf-8", b"<p>Rope</p>")


def is_gone(url: str, *, want: Want = LANDING) -> Answer:
    """A landing page that is not there."""
    raise BadStatusError(status=404)


def picture(*, size: tuple[int, int] = (640, 320)) -> Image.Image:
    """Black beside white."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    return image


def subject(**fields: Any) -> Subject:
    facts: dict[str, Any] = {
        "landing_url": "https://ropery.example.org/",
        "image_alt": "Rope",
        "image": picture(),
        "image_bytes": 20_000,
        "slots": [(320, 160)],
    }
    return Subject(**(facts | fields))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"image_bytes": 300_000}, "heavy"),
        ({"image_alt": " "}, "undescribed"),
        ({"landing_url": "http://ropery.example.org/"}, "insecure"),
        ({"image": picture(size=(100, 50))}, "small"),
        ({"image": Image.new("RGB", (640, 320), "teal")}, "pale"),
    ],
    ids=["heavy", "undescribed", "insecure", "small", "pale"],
)
def test_checks_find(fields: dict[str, Any], code: str) -> None:
    assert [problem.code for problem in find_problems(subject(**fields), fetch=opens)] == [code]


def test_good_creative_has_no_problem() -> None:
    assert find_problems(subject(), fetch=opens) == []
    assert find_problems(subject(image=None, image_alt=""), fetch=opens) == []


def test_landing_page_that_does_not_open_is_the_first_problem() -> None:
    first = find_problems(subject(image_alt=""), fetch=is_gone)[0]

    assert (first.code, "404" in first.detail) == ("landing", True)


def test_black_beside_white_has_the_highest_contrast() -> None:
    assert contrast(picture()) == pytest.approx(21)


def make_handed_in(**fields: Any) -> Creative:
    creative = make_creative(review=Review.WAITING, **fields)
    Seat.objects.create(sponsor=creative.sponsor, member=make_member("alice"))
    return creative


def test_creative_is_not_approved_before_it_is_checked() -> None:
    creative = make_handed_in()

    with pytest.raises(CreativeRefusedError):
        approve(creative, manager=make_moderator(), now=timezone.now())


def test_broken_landing_page_blocks_approval_and_mending_it_helps() -> None:
    creative, now = make_handed_in(), timezone.now()
    check_creative(creative, now=now, fetch=is_gone)
    with pytest.raises(CreativeRefusedError):
        approve(creative, manager=make_moderator(), now=now)

    check_creative(creative, now=now, fetch=opens)
    approve(creative, manager=make_moderator(), now=now)

    creative.refresh_from_db()
    assert (creative.review, creative.landing_failures) == (Review.APPROVED, 0)


def test_sponsor_is_told_of_the_decision_once() -> None:
    creative, now = make_handed_in(), timezone.now()
    refuse(creative, manager=make_moderator(), reason="Too loud", now=now)

    watch_flights(now=now)
    watch_flights(now=now)

    creative.refresh_from_db()
    assert (creative.review, creative.review_reason) == (Review.REFUSED, "Too loud")
    news = Notification.objects.get(recipient=make_member("alice"))
    assert (news.kind, news.url) == (
        "sponsor",
        reverse("sponsors:flight", args=[creative.flight_id]),
    )


def test_what_is_due_is_checked_and_then_no_longer_due() -> None:
    creative = make_creative(image=ContentFile(keep_picture(picture()).read(), "rope.webp"))

    checked = [check_due(now=timezone.now(), fetch=opens) for _ in range(2)]

    creative.refresh_from_db()
    assert (checked, [problem["code"] for problem in creative.problems]) == (
        [1, 0],
        ["undescribed"],
    )


def test_running_creatives_are_looked_at_again_after_hours() -> None:
    make_creative()
    check_due(now=timezone.now(), fetch=opens)
    later = timezone.now() + timedelta(hours=7)

    assert [check_due(now=later, fetch=opens) for _ in range(2)] == [1, 0]


def kinds() -> set[tuple[str, bool]]:
    """Alerts by kind, and whether they are open."""
    return {(alert.kind, alert.resolved_at is None) for alert in Alert.objects.all()}


def test_landing_page_that_keeps_failing_is_news_until_it_opens_again() -> None:
    creative, now = make_creative(), timezone.now()
    for _ in range(2):
        check_creative(creative, now=now, fetch=is_gone)
    watch_flights(now=now)
    failing = kinds()
    check_creative(creative, now=now, fetch=opens)

    watch_flights(now=now)

    assert (failing, kinds()) == ({("landing", True)}, {("landing", False)})


def test_flight_that_delivers_less_than_planned_is_news() -> None:
    make_creative(flight=make_flight(quantity=1_000))

    watch_flights(now=timezone.now())

    assert kinds() == {("behind", True)}


@pytest.mark.parametrize("how", ["by date", "by quantity"])
def test_flight_that_is_over_is_ended_and_news(how: str) -> None:
    over = (
        {"ends_at": timezone.now() - timedelta(minutes=1)} if how == "by date" else {"quantity": 5}
    )
    creative = make_creative(flight=make_flight(**over))
    CreativeTotal.objects.create(
        creative=creative, slot=make_slot(), counted_on=timezone.now().date(), viewable_count=5
    )

    watch_flights(now=timezone.now())

    assert Flight.objects.get().status == FlightStatus.ENDED
    assert [alert.kind for alert in Alert.objects.all()] == ["finished"]


def test_two_managers_do_not_overwrite_each_other(client: Client) -> None:
    flight = make_flight()
    client.force_login(make_member("mona", is_staff=True, is_superuser=True))
    where = reverse("admin:sponsors_flight_change", args=[flight.pk])
    form = {
        "campaign": flight.campaign_id, "name": "First", "seen_version": flight.version,
        "starts_at_0": "2026-02-02", "starts_at_1": "10:00", "ends_at_0": "2026-03-01", "ends_at_1": "10:00",
        "price_model": "cpm", "price_cents": "0", "priority": "0", "weight": "1",
        "creatives-TOTAL_FORMS": "0", "creatives-INITIAL_FORMS": "0",
    }  # fmt: skip

    first = client.post(where, form)
    second = client.post(where, form | {"name": "Second"})

    flight.refresh_from_db()
    assert (first.status_code, second.status_code, flight.name) == (302, 200, "First")
    assert "Somebody else has changed this" in second.content.decode()


def test_calendar_warns_of_overlapping_flights_of_a_milliard(client: Client, redis: Redis) -> None:
    for _ in range(3):
        make_creative(flight=make_flight(quantity=10**9))

    calendar = booking_calendar(now=timezone.now())
    client.force_login(make_member("mona", is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:sponsors_flight_calendar")).content.decode()

    assert calendar.is_overbooked
    assert "overbooked" in page


def test_calendar_is_for_managers(client: Client) -> None:
    client.force_login(make_member("bob"))

    assert client.get(reverse("admin:sponsors_flight_calendar")).status_code == 302


@pytest.mark.parametrize(
    ("lines", "expected"),
    [("", "placeholder.example.com"), ("ads.example, 1, DIRECT", "ads.example, 1, DIRECT\n")],
)
def test_ads_txt_says_who_may_sell(client: Client, lines: str, expected: str) -> None:
    SponsoringPolicy.objects.create(pk=1, ads_txt=lines)

    response = client.get("/ads.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().startswith(expected)


def test_library_lists_what_runs_and_nothing_else(client: Client) -> None:
    make_creative(headline="Runs")
    make_creative(flight=make_flight(sponsor="Bakery Klok"), headline="Waits", review="waiting")
    make_creative(flight=make_flight(sponsor="Broadsheet"), headline="House", is_house=True)

    page = client.get(reverse("sponsors:library")).content.decode()

    assert [word in page for word in ("Runs", "Waits", "House")] == [True, False, False]


def test_member_hides_a_sponsor_and_shows_it_again(client: Client) -> None:
    sponsor = make_sponsor()
    client.force_login(make_member("bob"))

    hidden = client.post(reverse("sponsors:hide", args=[sponsor.pk]), follow=True)
    client.post(reverse("sponsors:show", args=[sponsor.pk]))

    assert "You will not see Ropery Tideman any more." in hidden.content.decode()
    assert not make_member("bob").hidden_sponsors.exists()
