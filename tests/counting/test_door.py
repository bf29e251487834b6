"""Strangers' beacons are answered before Django; everything else goes on to it."""

import json
from io import BytesIO
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from config.redis import Client as Redis
from config.redis import ask, events
from counting import drain
from counting.beacon import MAX_BODY_BYTES
from counting.door import BeaconDoor
from tests.counting.reporting import BROWSER, classes, probe_token

pytestmark = pytest.mark.django_db

PASSED_ON = 299


def django(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response(f"{PASSED_ON} Passed on", [])
    return []


class Broken(BytesIO):
    def read(self, _size: int | None = -1) -> bytes:
        raise OSError("connection reset")


def knock(*tokens: str, body: bytes | None = None, **changes: Any) -> tuple[int, dict[str, str]]:
    """Status and headers of the answer to a beacon as a web server hands it over; None in `changes` leaves out."""
    sent = json.dumps({"tokens": tokens}).encode() if body is None else body
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/beacon/",
        "CONTENT_LENGTH": str(len(sent)),
        "REMOTE_ADDR": "198.51.100.7",
        "HTTP_USER_AGENT": BROWSER,
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "wsgi.input": BytesIO(sent),
    } | changes
    answers: list[tuple[str, list[tuple[str, str]]]] = []
    given = {name: value for name, value in environ.items() if value is not None}
    BeaconDoor(django)(given, lambda status, headers: answers.append((status, headers)))
    ((status, headers),) = answers
    return int(status[:3]), dict(headers)


def test_a_strangers_beacon_is_counted_without_a_query(
    redis: Redis, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        status, headers = knock(probe_token(7), probe_token(7), "forged")

    drain.drain_all(redis=redis)
    assert (status, headers["Cache-Control"]) == (204, "no-store")
    assert "Content-Length" not in headers
    assert (classes(), classes("unknown")) == ({"valid": 1, "duplicate": 1}, {"forged": 1})


@pytest.mark.parametrize(
    "changes",
    [
        {"PATH_INFO": "/"},
        {"REQUEST_METHOD": "GET"},
        {"HTTP_COOKIE": "a=b; sessionid=x"},
        {"HTTP_SEC_FETCH_SITE": None},
        {"CONTENT_LENGTH": None},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": ""},
    ],
)
def test_what_needs_more_goes_on_to_django(changes: dict[str, Any], redis: Redis) -> None:
    assert knock(probe_token(7), **changes)[0] == PASSED_ON


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"body": b"{"}, 400),
        ({"body": b'{"tokens": []}'}, 400),
        ({"body": b"x" * (MAX_BODY_BYTES + 1)}, 413),
        ({"wsgi.input": Broken()}, 400),
    ],
)
def test_what_cannot_be_read_is_refused_with_words(
    changes: dict[str, Any], status: int, redis: Redis
) -> None:
    found, headers = knock(probe_token(7), **changes)

    assert (found, headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert int(headers["Content-Length"]) > 10
    assert not redis.keys("*live*")


def test_more_than_the_browser_announced_is_not_read(redis: Redis) -> None:
    body = json.dumps({"tokens": [probe_token(7)]}).encode()

    status, _headers = knock(body=body, **{"wsgi.input": BytesIO(body + b"GET / HTTP/1.1")})

    assert status == 204


def test_without_the_events_server_a_beacon_is_refused_and_may_come_again(redis_down: None) -> None:
    status, headers = knock(probe_token(7))

    assert (status, headers["Retry-After"]) == (503, "30")


def test_a_connection_that_was_closed_meanwhile_loses_no_event(redis: Redis) -> None:
    knock(probe_token(7))
    number = ask(events(), "CLIENT", "ID")
    redis.client_kill_filter(_id=str(number))

    statuses = [knock(probe_token(8))[0], knock(probe_token(9))[0]]

    assert statuses == [204, 204]
    assert ask(events(), "CLIENT", "ID") != number


def test_a_server_that_has_just_started_learns_the_script(redis: Redis) -> None:
    redis.script_flush()

    statuses = [knock(probe_token(7))[0], knock(probe_token(8))[0]]
    drain.drain_all(redis=redis)

    assert statuses == [204, 204]
    assert classes() == {"valid": 2}
