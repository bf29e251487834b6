"""Kept pages when servers fail, when many ask at once, and when time passes."""

import socket
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest

from config.freshness import SHOWN, SITE, TOUCHED, WITHDRAWN, log_key
from config.page_cache import changes, requests
from config.page_cache.copies import FRESH_SECONDS
from config.page_cache.doorbell import LATEST_SECONDS
from config.redis import Client as Redis
from tests.config.strangers import Site


class Origin:
    """Stands for Django: says how often it was asked, fails on demand, waits on demand."""

    def __init__(self) -> None:
        self.answers = 0
        self.status = "200 OK"
        self.gate: threading.Event | None = None
        self.entered = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.answers += 1
        number = self.answers
        self.entered.set()
        if self.gate:
            self.gate.wait(10)
        environ.setdefault(SHOWN, set()).update({SITE, "post:1"})
        start_response(self.status, [("Content-Type", "text/html")])
        return [f"page {number}".encode()]


@pytest.fixture
def origin() -> Origin:
    return Origin()


@pytest.fixture
def site(redis: Redis, origin: Origin) -> Site:
    return Site(origin)


def _tell(redis: Redis, how: str = TOUCHED, name: str = "post:1") -> None:
    redis.xadd(log_key(), {how: name})


def _hang_up(site: Site) -> None:
    """What a server does to its connections when it starts anew."""
    site.cache.changes._doorbell._connection._sock.shutdown(socket.SHUT_RD)


def _age(site: Site) -> None:
    """Let the copies of this process and of Redis grow older than they may be shown as fresh."""
    for wanted, copy in list(site.cache.shelf._here.items()):
        copy.made_at -= FRESH_SECONDS
        site.cache.shelf.put(wanted, copy)


def test_a_page_that_cannot_be_made_is_shown_as_it_was(
    site: Site, origin: Origin, redis: Redis
) -> None:
    site.get("/")
    _tell(redis)
    origin.status = "503 Service Unavailable"

    answers = [site.get("/") for _ in range(3)]

    assert [each.text for each in answers] == ["page 1"] * 3
    assert all("Stale" in each.headers["Warning"] for each in answers)
    assert origin.answers == 2  # one try, then a rest


def test_what_was_withdrawn_is_not_shown_even_then(
    site: Site, origin: Origin, redis: Redis
) -> None:
    site.get("/")
    _tell(redis, WITHDRAWN)
    origin.status = "503 Service Unavailable"

    assert site.get("/").status == 503


def test_a_page_that_comes_back_is_shown(site: Site, origin: Origin, redis: Redis) -> None:
    site.get("/")
    _tell(redis)
    origin.status = "503 Service Unavailable"
    site.get("/")
    origin.status = "200 OK"
    site.cache._rests_until = 0.0
    redis.delete(*redis.keys("*lease"))

    assert site.get("/").text == "page 3"


def test_a_page_is_made_anew_when_it_is_too_old(site: Site, redis: Redis) -> None:
    site.get("/")
    _age(site)

    assert site.get("/").text == "page 2"


def test_without_redis_every_page_is_made_and_nobody_waits(
    redis_down: None, origin: Origin
) -> None:
    site = Site(origin)

    assert [site.get("/").text for _ in range(3)] == ["page 1", "page 2", "page 3"]


def test_a_redis_that_lost_everything_is_believed_from_then_on(site: Site, redis: Redis) -> None:
    site.get("/")
    redis.flushdb()
    _hang_up(site)

    assert site.get("/").text == "page 2"
    assert site.get("/").text == "page 2"


def test_as_long_as_nothing_changes_redis_is_not_asked(site: Site, redis: Redis) -> None:
    site.get("/")
    before = redis.info("commandstats")["cmdstat_xrange"]["calls"]
    for _ in range(50):
        site.get("/")

    assert redis.info("commandstats")["cmdstat_xrange"]["calls"] - before < 50


def test_each_of_many_changes_shows_at_the_next_request(site: Site, redis: Redis) -> None:
    for number in range(1, 51):
        assert site.get("/").text == f"page {number}"
        _tell(redis)


def test_a_redis_that_says_nothing_any_more_is_not_believed_for_long(
    site: Site, origin: Origin, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.get("/")
    doorbell = site.cache.changes._doorbell
    monkeypatch.setattr(doorbell, "_clock", lambda: monotonic() + 2 * LATEST_SECONDS)

    assert not doorbell.is_silent()
    assert site.get("/").text == "page 1"


def test_one_process_makes_the_page_while_the_others_show_the_old_one(
    site: Site, origin: Origin, redis: Redis
) -> None:
    site.get("/")
    other = Site(origin)
    other.get("/")
    _tell(redis)
    origin.gate = threading.Event()
    origin.entered.clear()
    maker = threading.Thread(target=site.get, args=("/",))
    maker.start()
    assert origin.entered.wait(10)

    shown_meanwhile = other.get("/")
    origin.gate.set()
    maker.join()

    assert shown_meanwhile.text == "page 1"
    assert other.get("/").text == "page 2"


def test_of_many_at_once_one_makes_a_page_that_is_not_there(site: Site, origin: Origin) -> None:
    origin.gate = threading.Event()
    askers = [threading.Thread(target=site.get, args=("/",)) for _ in range(4)]
    for asker in askers:
        asker.start()
    assert origin.entered.wait(10)
    origin.gate.set()
    for asker in askers:
        asker.join()

    assert origin.answers == 1


def test_a_page_that_was_read_before_a_change_is_not_kept_as_if_after(
    site: Site, origin: Origin, redis: Redis
) -> None:
    origin.gate = threading.Event()
    maker = threading.Thread(target=site.get, args=("/",))
    maker.start()
    assert origin.entered.wait(10)
    _tell(redis)
    origin.gate.set()
    maker.join()

    assert site.get("/").text == "page 2"


def test_a_page_older_than_the_log_is_made_anew(site: Site, redis: Redis) -> None:
    site.get("/")
    for number in range(50):
        _tell(redis, name=f"post:{number + 10}")
    redis.xtrim(log_key(), maxlen=10, approximate=False)

    assert site.get("/").text == "page 2"


def test_old_names_are_forgotten_on_the_safe_side(
    site: Site, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MAX_NAMES", 10)
    site.get("/")
    for number in range(30):
        _tell(redis, name=f"post:{number + 10}")

    assert site.get("/").text == "page 2"


@pytest.mark.parametrize("cookie", ["sessionid=x", "django_language=nl; sessionid=x"])
def test_a_session_is_no_strangers(site: Site, cookie: str) -> None:
    assert requests._is_somebodys(cookie)


def test_an_answer_with_a_cookie_is_nobody_elses(redis: Redis) -> None:
    def greeting(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ.setdefault(SHOWN, set()).add(SITE)
        start_response("200 OK", [("Set-Cookie", "visitor=1")])
        return [b"hello"]

    site = Site(greeting)

    assert "Set-Cookie" in site.get("/").headers
    assert "Set-Cookie" in site.get("/").headers
    assert site.made == 2


@pytest.mark.parametrize("said", ["private", "no-store", "max-age=0, no-cache"])
def test_an_answer_that_wants_not_to_be_kept_is_not(redis: Redis, said: str) -> None:
    def secret(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ.setdefault(SHOWN, set()).add(SITE)
        start_response("200 OK", [("Cache-Control", said)])
        return [b"hello"]

    site = Site(secret)
    site.get("/")
    site.get("/")

    assert site.made == 2
