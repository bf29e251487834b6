import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as active
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from config.redis import Client as Redis
from counting import drain
from counting.beacon import MAX_BODY_BYTES, MAX_EVENTS
from counting.kinds import REGISTRY, BatchKind
from counting.models import SubjectDay
from counting.tokens import make_token
from tests.counting.reporting import BROWSER, classes, counted, probe_token
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def drained(redis: Redis) -> dict[str, int]:
    drain.drain_all(redis=redis)
    return classes()


def test_reported_event_is_counted(send: Any, redis: Redis) -> None:
    response = send(probe_token(7))

    assert (response.status_code, response.content) == (204, b"")
    assert drained(redis) == {"valid": 1}
    assert counted(7) == 1


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head"])
def test_only_post_is_answered(browser_client: Client, method: str) -> None:
    assert getattr(browser_client, method)(reverse("counting:beacon")).status_code == 405


def test_same_visitor_counts_once_however_many_tokens_there_are(send: Any, redis: Redis) -> None:
    send(probe_token(7))
    send(probe_token(7), probe_token(7))

    assert drained(redis) == {"valid": 1, "duplicate": 2}


def test_neighbour_with_another_browser_counts_too(send: Any, redis: Redis) -> None:
    send(probe_token(7))
    send(probe_token(7), headers={"user-agent": BROWSER.replace("140", "141")})

    assert drained(redis) == {"valid": 2}


def test_member_counts_once_on_all_devices(send: Any, browser_client: Client, redis: Redis) -> None:
    browser_client.force_login(make_member("alice"))

    send(probe_token(7))
    send(
        probe_token(7),
        headers={"user-agent": BROWSER.replace("140", "141")},
        REMOTE_ADDR="198.51.100.1",
    )

    assert drained(redis) == {"valid": 1, "duplicate": 1}


@pytest.mark.parametrize(
    ("age", "event_class"),
    [
        (timedelta(days=7), "expired"),
        (-timedelta(hours=1), "expired"),
        (timedelta(hours=23), "valid"),
    ],
)
def test_tokens_count_within_their_time(
    send: Any, redis: Redis, age: timedelta, event_class: str
) -> None:
    send(probe_token(age=age))

    assert drained(redis) == {event_class: 1}


def test_bots_are_counted_apart(send: Any, redis: Redis) -> None:
    send(probe_token(), headers={"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})
    send(probe_token(), headers={"user-agent": ""})
    send(probe_token(), headers={"sec-purpose": "prefetch"})

    assert drained(redis) == {"bot": 3}


def test_forged_tokens_have_no_kind(send: Any, redis: Redis) -> None:
    strange = make_token("click", subject=1, now=timezone.now())

    send("forged", "", "\x00", "\ud800", probe_token()[:-1], strange)

    assert drained(redis) == {}
    assert classes("unknown") == {"forged": 6}


def test_classes_sum_up_to_what_arrived(send: Any, redis: Redis) -> None:
    old = probe_token(age=timedelta(days=2))

    send(probe_token(1), probe_token(1), probe_token(2), old, "forged")
    send(probe_token(1), headers={"user-agent": "curl/8"})
    drain.drain_all(redis=redis)

    assert classes() == {"valid": 2, "duplicate": 1, "expired": 1, "bot": 1}
    assert sum(classes().values()) + sum(classes("unknown").values()) == 6
    assert counted(1) + counted(2) == classes()["valid"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "tokens",
        "[]",
        "{}",
        "null",
        '{"tokens": []}',
        '{"tokens": "abc"}',
        '{"tokens": [1]}',
        '{"tokens": [["a"]]}',
        b"\xff\xfe",
        "[" * 16_000,
        '{"tokens": [' + "9" * 10_000 + "]}",
    ],
)
def test_unreadable_body_is_refused_with_a_reason(browser_client: Client, body: Any) -> None:
    response = browser_client.post(reverse("counting:beacon"), body, content_type="text/plain")

    assert response.status_code == 400
    assert response.content.strip()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(body=st.binary(max_size=200))
def test_no_body_breaks_the_beacon(browser_client: Client, body: bytes) -> None:
    response = browser_client.post(reverse("counting:beacon"), body, content_type="text/plain")

    assert response.status_code in (204, 400)


@pytest.mark.parametrize("count", [MAX_EVENTS + 1, 300])
def test_too_many_events_are_refused_whole(send: Any, redis: Redis, count: int) -> None:
    response = send(*["x" * 20] * count)

    assert response.status_code == 413
    assert drained(redis) == {}


def test_full_beacon_of_real_tokens_is_taken(send: Any, redis: Redis) -> None:
    response = send(*(probe_token(2**62 + one) for one in range(MAX_EVENTS)))

    assert response.status_code == 204
    assert drained(redis) == {"valid": MAX_EVENTS}


def test_huge_body_is_refused(browser_client: Client) -> None:
    body = json.dumps({"tokens": ["x" * MAX_BODY_BYTES]})

    response = browser_client.post(reverse("counting:beacon"), body, content_type="text/plain")

    assert response.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://mallory.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {},
    ],
    ids=str,
)
def test_other_sites_may_not_report(client: Client, redis: Redis, headers: dict[str, str]) -> None:
    response = client.post(
        reverse("counting:beacon"),
        json.dumps({"tokens": [probe_token()]}),
        content_type="text/plain",
        headers=headers | {"user-agent": BROWSER},
    )

    assert response.status_code == 403
    assert drained(redis) == {}


def test_old_browser_is_known_by_its_origin(client: Client, redis: Redis) -> None:
    response = client.post(
        reverse("counting:beacon"),
        json.dumps({"tokens": [probe_token()]}),
        content_type="text/plain",
        headers={"origin": "http://testserver", "user-agent": BROWSER},
    )

    assert response.status_code == 204


def test_form_token_is_not_needed(redis: Redis) -> None:
    strict = Client(
        enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin", "user-agent": BROWSER}
    )

    response = strict.post(
        reverse("counting:beacon"), {"tokens": [probe_token()]}, content_type="application/json"
    )

    assert response.status_code == 204


def test_beacon_is_refused_visibly_when_redis_is_down(send: Any, redis_down: None) -> None:
    response = send(probe_token())

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


def test_anonymous_beacon_asks_the_database_nothing(
    send: Any, redis: Redis, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert send(probe_token()).status_code == 204


def test_flood_is_counted_apart(send: Any, redis: Redis, settings: Settings) -> None:
    settings.FLOOD_EVENTS_PER_MINUTE = 3
    send(probe_token(1), probe_token(2), probe_token(3))
    send(probe_token(4))

    assert drained(redis) == {"valid": 3, "flooded": 1}


def test_flood_of_one_visitor_is_not_the_others(
    send: Any, redis: Redis, settings: Settings
) -> None:
    settings.FLOOD_EVENTS_PER_MINUTE = 1
    send(probe_token(1), probe_token(2))
    send(probe_token(1), headers={"user-agent": BROWSER.replace("140", "141")})

    assert drained(redis) == {"flooded": 2, "valid": 1}


def test_driven_browser_says_so(browser_client: Client, redis: Redis) -> None:
    body = json.dumps({"tokens": [probe_token()], "automated": True})

    browser_client.post(reverse("counting:beacon"), body, content_type="text/plain")

    assert drained(redis) == {"bot": 1}


def test_strangers_beacon_needs_no_database(
    send: Any, redis: Redis, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = send(probe_token())

    assert response.status_code == 204
    assert (response["Cache-Control"], len(response.cookies)) == ("no-store", 0)


def test_author_who_reads_the_own_post_is_not_counted(
    send: Any, browser_client: Client, redis: Redis
) -> None:
    alice = make_member("alice")
    post = make_post(author=alice)
    browser_client.force_login(alice)
    token = make_token("view", subject=post.pk, now=timezone.now(), detail=str(alice.pk))

    send(token)
    browser_client.force_login(make_member("bob"))
    send(token)

    drain.drain_all(redis=redis)
    assert classes("view") == {"own": 1, "valid": 1}


def test_readers_of_a_day_are_counted_once_however_often_they_come(send: Any, redis: Redis) -> None:
    token = make_token("view", subject=5, now=timezone.now())
    for browser in ("141", "142", "141"):
        send(token, headers={"user-agent": BROWSER.replace("140", browser)})
        for seen in redis.scan_iter("*:seen:*"):
            redis.delete(seen)

    drain.drain_all(redis=redis)

    day = SubjectDay.objects.get(kind="view", subject=5)
    assert (day.count, day.reader_count) == (3, 2)


def test_window_of_views_is_the_sites_to_set() -> None:
    kind = REGISTRY["view"]
    assert isinstance(kind, BatchKind)
    assert kind.window == active.VIEW_WINDOW == timedelta(minutes=30)


def test_huge_beacons_are_refused_and_nothing_of_them_counts(send: Any, redis: Redis) -> None:
    many = send(*[probe_token()] * 10_000)
    heavy = send("x" * 1_000_000)

    assert (many.status_code, heavy.status_code) == (413, 413)
    assert drained(redis) == {}
