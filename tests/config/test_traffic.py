"""Web processes count what they answered, and add it up."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from config import traffic
from config.page_cache.application import OUTCOME
from config.redis import Client
from config.traffic import FLUSH_SECONDS, PAGES, REQUESTS, SECONDS, Traffic


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    is_page = environ["PATH_INFO"] == "/"
    start_response("200 OK" if is_page else "404 Not Found", [])
    if is_page:
        environ[OUTCOME] = "kept"
    return [b""]


def site_that_was_asked(*paths: str) -> None:
    """A web process that tells at once what it answered; each answer takes as long as flushes are apart."""
    moments = (number * FLUSH_SECONDS for number in range(100))
    site = Traffic(answer, clock=lambda: next(moments))
    for path in paths:
        list(site({"PATH_INFO": path}, lambda *_: None))


def test_processes_add_up_what_they_answered(redis: Client) -> None:
    for _ in range(2):
        site_that_was_asked("/", "/none", "/")

    told = traffic.read()

    assert (told[REQUESTS, "2xx"], told[REQUESTS, "4xx"]) == (4, 2)
    assert told[PAGES, "kept"] == 4
    assert told[SECONDS, "4xx"] == pytest.approx(2 * FLUSH_SECONDS)


def test_without_redis_nobody_notices(redis_down: None) -> None:
    site_that_was_asked("/")
