"""`manage.py recount` compares what sponsors are shown and billed with the ledger, and mends it to the unit."""

from typing import Any

import pytest
from django.db.models import F, Sum
from django.test import Client
from django.utils import timezone

from config.redis import Client as Redis
from counting.drain import drain_all, record_entries
from counting.kinds import REGISTRY, LedgerKind
from counting.models import LedgerDay, LedgerEvent
from counting.stream import Entry
from sponsors.models import Creative, CreativeTotal, InvalidTotal, SlotTotal
from sponsors.recounts import TOTALS
from sponsors.services.proof import differences
from tests.counting.reporting import BROWSER
from tests.counting.test_recount import recount
from tests.sponsors.factories import make_creative, make_flight
from tests.sponsors.filling import fill, token
from tests.sponsors.test_ledger import make_event

pytestmark = pytest.mark.django_db


def record(creative: Creative, *, events: int, category: int = 0) -> None:
    """What a drain does with viewable impressions."""
    owner = REGISTRY["viewable"]
    assert isinstance(owner, LedgerKind)
    made = [make_event(creative, category=category) for _ in range(events)]
    record_entries(owner, [Entry(f"entry-{one.event_id}", one) for one in made])


def wrong() -> dict[str, int]:
    return {name: count for name, count in recount()[1].items() if count}


def in_all(column: str) -> int:
    return int(CreativeTotal.objects.aggregate(sum=Sum(column, default=0))["sum"])


@pytest.fixture
def creative(client: Client, redis: Redis) -> Creative:
    """Bought four viewable impressions: one reader saw, looked and clicked, and six more looked than had room."""
    client.defaults |= {"HTTP_USER_AGENT": BROWSER, "HTTP_SEC_FETCH_SITE": "same-origin"}
    creative = make_creative(flight=make_flight(quantity=4, is_paced=False))
    (html,) = fill(client, "article-top")
    sent = ", ".join(f'"{token(html, kind)}"' for kind in ("impression", "viewable"))
    client.post("/beacon/", f'{{"tokens": [{sent}]}}', content_type="text/plain")
    client.get(f"/sponsors/click/{token(html, 'click')}/")
    drain_all(redis=redis)
    record(creative, events=4, category=7)
    record(creative, events=2)
    return creative


def test_nothing_is_to_be_changed_after_readers_came(creative: Creative) -> None:
    counts = ("impression_count", "viewable_count", "click_count")

    assert [in_all(count) for count in counts] == [1, 4, 1]
    assert InvalidTotal.objects.get(reason="beyond").count == 3
    assert (wrong(), list(differences(now=timezone.now()))) == ({}, [])


@pytest.mark.parametrize("total", TOTALS, ids=[total.name for total in TOTALS])
def test_each_total_is_found_wrong_and_mended(creative: Creative, total: object) -> None:
    column = getattr(total, "column", "filled_count")
    table = CreativeTotal if hasattr(total, "column") else SlotTotal
    before = sum(table._default_manager.values_list(column, flat=True))
    table._default_manager.update(**{column: F(column) + 5})
    name = getattr(total, "name", "")
    found = wrong()

    recount("--fix")

    assert list(found) == [name]
    assert sum(table._default_manager.values_list(column, flat=True)) == before
    assert wrong() == {}


def test_a_total_that_is_gone_is_written_again(creative: Creative) -> None:
    CreativeTotal.objects.all().delete()

    recount("--fix")

    assert [in_all(count) for count in ("impression_count", "viewable_count", "click_count")] == [
        1,
        4,
        1,
    ]
    assert (wrong(), list(differences(now=timezone.now()))) == ({}, [])


def test_a_viewable_impression_in_the_wrong_place_is_noticed(creative: Creative) -> None:
    """The sum of the day is right; one place has more than was recorded there."""
    CreativeTotal.objects.filter(category_pk=0).update(viewable_count=4)
    CreativeTotal.objects.filter(category_pk=7).update(viewable_count=0)

    assert set(wrong()) == {"viewable impressions of creatives"}


def test_what_went_beyond_stays_so_when_more_is_booked_later(creative: Creative) -> None:
    creative.flight.quantity = 100
    creative.flight.save(update_fields=["quantity"])

    assert wrong() == {}


def test_days_of_the_old_ledger_count_as_its_rows_did(creative: Creative) -> None:
    """What counting.partitions does with a month that is over."""
    for event in LedgerEvent.objects.all():
        same: dict[str, Any] = {
            "kind": event.kind,
            "subject": event.subject,
            "counted_on": event.arrived_at.date(),
        }
        day, _is_new = LedgerDay.objects.get_or_create(**same)
        LedgerDay.objects.filter(pk=day.pk).update(count=F("count") + 1)
    LedgerEvent.objects.all().delete()

    assert wrong() == {}
