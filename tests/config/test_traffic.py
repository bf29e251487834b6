"""Web processes count what they answered, and add it up."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from redis.exceptions import RedisError

from config import traffic
from config.page_cache.application import OUTCOME
from config.redis import Client
from config.traffic import FLUSH_SECONDS, PAGES, REQUESTS, SECONDS, Traffic


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    is_page = environ["PATH_INFO"] == "/"
    start_response("200 OK" if is_page else "404 Not Found", [])
    if is_page:
        environ[OUTCOME] = "kept"
    return [environ["PATH_INFO"].encode()]


def ask(*paths: str) -> list[tuple[str, bytes]]:
    """Status and body of each answer of a web process that tells at once what it answered.

    Each answer takes as long as flushes are apart.
    """
    moments = (number * FLUSH_SECONDS for number in range(100))
    site = Traffic(answer, clock=lambda: next(moments))
    statuses: list[str] = []
    bodies = [
        b"".join(site({"PATH_INFO": path}, lambda status, _headers: statuses.append(status)))
        for path in paths
    ]
    return list(zip(statuses, bodies, strict=True))


def test_processes_add_up_what_they_answered(redis: Client) -> None:
    for _ in range(2):
        ask("/", "/none", "/")

    told = traffic.read()

    assert (told[REQUESTS, "2xx"], told[REQUESTS, "4xx"]) == (4, 2)
    assert told[PAGES, "kept"] == 4
    assert told[SECONDS, "4xx"] == pytest.approx(2 * FLUSH_SECONDS)


def test_without_redis_nobody_notices(redis_down: None) -> None:
    answers = ask("/", "/none", "/")

    assert answers == [("200 OK", b"/"), ("404 Not Found", b"/none"), ("200 OK", b"/")]
    with pytest.raises(RedisError):
        traffic.read()
