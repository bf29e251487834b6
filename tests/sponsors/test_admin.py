from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sponsors.models import Creative, FlightStatus, SponsorSlot
from tests.factories import make_member
from tests.sponsors.factories import make_creative, make_flight, make_sponsor

pytestmark = pytest.mark.django_db

MODELS = ("sponsor", "campaign", "flight", "creative", "sponsorslot", "creativetotal")


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_member("mona", is_staff=True, is_superuser=True))
    return client


def creative_form(**changes: object) -> dict[str, object]:
    words = {
        "flight": make_flight().pk,
        "headline": "Rope that holds",
        "text": "",
        "image_alt": "",
        "landing_url": "https://ropery.example.org/",
        "is_live": "on",
    }
    return words | changes


def picture(
    mode: str = "RGB", *, kind: str = "PNG", size: tuple[int, int] = (400, 200)
) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new(mode, size).save(buffer, kind)
    return SimpleUploadedFile(f"rope.{kind.lower()}", buffer.getvalue())


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_and_can_be_searched(manager: Client, model: str) -> None:
    make_creative()

    response = manager.get(reverse(f"admin:sponsors_{model}_changelist"), {"q": "rope"})

    assert response.status_code == 200


@pytest.mark.parametrize("model", ["sponsor", "campaign", "flight", "creative"])
def test_every_form_opens(manager: Client, model: str) -> None:
    creative = make_creative()
    flight = creative.flight
    pks = {
        "creative": creative.pk,
        "flight": flight.pk,
        "campaign": flight.campaign_id,
        "sponsor": creative.sponsor.pk,
    }

    added = manager.get(reverse(f"admin:sponsors_{model}_add"))
    changed = manager.get(reverse(f"admin:sponsors_{model}_change", args=[pks[model]]))

    assert (added.status_code, changed.status_code) == (200, 200)


def test_members_who_are_not_staff_stay_outside(client: Client) -> None:
    client.force_login(make_member("mallory"))

    response = client.get(reverse("admin:sponsors_flight_changelist"))

    assert response.status_code == 302


def test_uploaded_picture_is_kept_as_webp_within_the_largest_size(manager: Client) -> None:
    upload = picture(size=(3000, 1500))

    manager.post(reverse("admin:sponsors_creative_add"), creative_form(image=upload))

    creative = Creative.objects.get()
    assert creative.image.url.endswith(".webp")
    assert (creative.image_width, creative.image_height) == (960, 480)
    with Image.open(creative.image) as kept:
        assert kept.format == "WEBP"


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile(
            "x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
        ),
        SimpleUploadedFile("x.png", b"not a picture"),
        SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + bytes(2_000_001)),
        picture(kind="BMP"),
    ],
    ids=("svg", "text", "too large", "bmp"),
)
def test_what_is_no_picture_of_ours_is_refused(manager: Client, upload: SimpleUploadedFile) -> None:
    upload.seek(0)

    response = manager.post(reverse("admin:sponsors_creative_add"), creative_form(image=upload))

    assert response.context["adminform"].form.errors["image"]
    assert not Creative.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "https://",
        "not an address",
        "",
    ],
)
def test_landing_page_must_be_a_web_address(manager: Client, address: str) -> None:
    response = manager.post(
        reverse("admin:sponsors_creative_add"), creative_form(landing_url=address)
    )

    assert response.context["adminform"].form.errors["landing_url"]


def test_address_without_a_scheme_becomes_https(manager: Client) -> None:
    manager.post(
        reverse("admin:sponsors_creative_add"), creative_form(landing_url="ropery.example.org")
    )

    assert Creative.objects.get().landing_url == "https://ropery.example.org"


def test_managers_start_and_pause_flights(manager: Client) -> None:
    flight = make_flight(status=FlightStatus.DRAFT)
    make_creative(flight=flight)
    address = reverse("admin:sponsors_flight_changelist")

    manager.post(address, {"action": "start", "_selected_action": [flight.pk]})
    flight.refresh_from_db()
    started = flight.status
    manager.post(address, {"action": "pause", "_selected_action": [flight.pk]})
    flight.refresh_from_db()

    assert (started, flight.status) == (FlightStatus.RUNNING, FlightStatus.PAUSED)


def test_manager_is_told_why_a_flight_cannot_start(manager: Client) -> None:
    flight = make_flight(status=FlightStatus.DRAFT)

    response = manager.post(
        reverse("admin:sponsors_flight_changelist"),
        {"action": "start", "_selected_action": [flight.pk]},
        follow=True,
    )

    assert b"no approved creative" in response.content


def test_flight_that_ends_before_it_starts_is_refused_with_a_reason(manager: Client) -> None:
    flight = make_flight()
    form = {
        "campaign": flight.campaign_id, "name": "Backwards",
        "starts_at_0": "2026-02-02", "starts_at_1": "10:00", "ends_at_0": "2026-02-01", "ends_at_1": "10:00",
        "price_cents": "0", "priority": "0", "weight": "1", "quantity": "",
        "creatives-TOTAL_FORMS": "0", "creatives-INITIAL_FORMS": "0",
    }  # fmt: skip

    response = manager.post(reverse("admin:sponsors_flight_add"), form)

    assert "A flight must end after it starts." in response.content.decode()


@pytest.mark.parametrize("field", ["price_cents", "quantity", "priority", "weight"])
def test_flight_with_a_negative_figure_is_refused(manager: Client, field: str) -> None:
    response = manager.post(reverse("admin:sponsors_flight_add"), {field: "-1"})

    assert response.context["adminform"].form.errors[field]


def test_slots_can_be_switched_off_but_not_renamed(manager: Client) -> None:
    slot = SponsorSlot.objects.get(code="article-top")

    manager.post(
        reverse("admin:sponsors_sponsorslot_change", args=[slot.pk]),
        {"code": "renamed", "label": "Top", "description": "", "width": "320", "height": "160"},
    )

    slot.refresh_from_db()
    assert (slot.code, slot.is_enabled) == ("article-top", False)


def test_sponsor_with_flights_cannot_be_deleted(manager: Client) -> None:
    sponsor = make_sponsor()
    make_creative()

    manager.post(reverse("admin:sponsors_sponsor_delete", args=[sponsor.pk]), {"post": "yes"})

    sponsor.refresh_from_db()
    assert sponsor.name == "Ropery Tideman"


def test_impressions_in_mail_are_not_for_sale(manager: Client) -> None:
    flight = make_flight(slots=("email-digest",))
    form = {
        "campaign": flight.campaign_id, "name": "By mail", "slots": [flight.slots.get().pk],
        "price_model": "cpm", "price_cents": "900",
    }  # fmt: skip

    response = manager.post(reverse("admin:sponsors_flight_add"), form)

    assert "cannot prove impressions" in response.context["adminform"].form.errors["slots"][0]
