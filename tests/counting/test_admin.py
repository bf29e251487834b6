import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counting.models import EventTotal
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def total() -> EventTotal:
    return EventTotal.objects.create(
        kind="view", counted_on=timezone.now().date(), event_class="bot", count=12_345
    )


def test_totals_are_shown_by_class(admin_client: Client, total: EventTotal) -> None:
    response = admin_client.get(reverse("admin:counting_eventtotal_changelist"))

    assert "bot" in response.content.decode()


def test_totals_cannot_be_edited_by_anybody(admin_client: Client, total: EventTotal) -> None:
    address = reverse("admin:counting_eventtotal_change", args=[total.pk])

    response = admin_client.post(address, {"count": "1"})

    assert response.status_code == 403


def test_totals_are_hidden_from_members(client: Client) -> None:
    client.force_login(make_member("mallory"))

    response = client.get(reverse("admin:counting_eventtotal_changelist"))

    assert response.status_code == 302
