"""Reading from a replica: it is spread, never behind what was told, and no replica that fails is noticed by a reader."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from threading import Event
from typing import Any, Final

import psycopg
import pytest
from django.core.checks import WARNING
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from psycopg import OperationalError

from accounts.models import User
from config import freshness, reading, redis
from config.freshness import log_key
from config.postgresql.patient import PatientConnection
from config.reading import READ_FROM
from config.replicas import following
from config.replicas.checking import replicas
from config.replicas.following import FRESH_SECONDS, NotItsReplicaError, Replica
from config.replicas.naming import MIDDLEWARE, PRIMARY, ROUTER, databases, with_replicas
from config.replicas.spreading import READERS, cookie_name
from config.sweepers import strike
from config.testing.pair import Pair
from feed.models import Post
from feed.services.publishing import hide_post
from tests.config.checkout import wait_until
from tests.config.replication import (
    ALIAS,
    PATIENCE,
    kill,
    reads_from_replica,
    server_of,
    somebody,
    stop_replaying,
)
from tests.config.replication import alice as alice
from tests.config.replication import bob as bob
from tests.config.replication import pair as pair
from tests.config.replication import site as site
from tests.config.strangers import Site
from tests.factories import make_member, make_post

NOON: Final = datetime(2031, 5, 3, 12, tzinfo=UTC)


def test_pages_and_lists_are_read_from_the_replica(pair: Pair, bob: Client) -> None:
    post = make_post(title="Tide tables")
    reads_from_replica(bob)
    stop_replaying(pair)
    pair.on_primary(
        f"UPDATE feed_post SET title = 'Told nobody' WHERE id = {post.pk}"
    )  # past the site, so that what is read from shows

    for path in (post.get_absolute_url(), "/", "/api/v1/posts/", "/members/alice/"):
        assert server_of(bob, path) == ALIAS
        assert b"Tide tables" in bob.get(path).content


def test_every_view_that_may_read_from_a_replica_is_there() -> None:
    spaces = get_resolver().namespace_dict
    there = {
        f"{space}:{name}" for space in ("feed", "api") for name in spaces[space][1].reverse_dict
    }

    assert READERS - there == set()


def test_of_a_members_page_the_primary_is_asked_who_comes(bob: Client) -> None:
    reads_from_replica(bob)

    with CaptureQueriesContext(connections[PRIMARY]) as asked:
        assert server_of(bob, "/") == ALIAS

    assert [
        each
        for each in asked
        if not re.search(r'FROM (django_session|"accounts_user") ', each["sql"])
    ] == []


@pytest.mark.parametrize("path", ["/settings/", "/notifications/", "/write/", "/bookmarks/", "/sponsors/fill/?slots=x"])  # fmt: skip
def test_everything_else_is_read_from_the_primary(bob: Client, path: str) -> None:
    reads_from_replica(bob)

    assert READ_FROM not in bob.get(path).wsgi_request.META


def test_what_a_reader_wrote_is_there_at_once(pair: Pair, alice: Client, bob: Client) -> None:
    path = make_post().get_absolute_url()
    reads_from_replica(bob, path)
    stop_replaying(pair)

    bob.post(f"{path.rsplit('/', 2)[0]}/comments/", {"body": "At last, the dredger!"})
    bob.post(f"{path.rsplit('/', 2)[0]}/bookmark/")  # no page for strangers shows it

    assert server_of(bob, path) == server_of(alice, path) == PRIMARY
    assert b"At last, the dredger!" in bob.get(path).content
    assert b"At last, the dredger!" in alice.get(path).content
    pair.on_replica("SELECT pg_wal_replay_resume()")
    reads_from_replica(bob, path)
    assert b"At last, the dredger!" in bob.get(path).content


def test_what_no_page_for_strangers_shows_is_told_too(pair: Pair, bob: Client) -> None:
    reads_from_replica(bob)
    stop_replaying(pair)
    before = freshness.position()

    bob.post("/language/", {"language": "nl"})
    assert freshness.position() == before  # a cookie alone
    bob.post(f"/settings/block/{make_member().username}/")

    assert server_of(bob, "/") == PRIMARY


def test_a_hidden_post_is_gone_for_everybody(pair: Pair, site: Site, bob: Client) -> None:
    post = make_post(title="Withdrawn at noon")
    path = post.get_absolute_url()
    reads_from_replica(bob, path)
    assert site.get(path).status == 200
    stop_replaying(pair)

    hide_post(post)

    assert bob.get(path).status_code == site.get(path).status == 404
    for listed in ("/latest/", "/search/?q=withdrawn", "/api/v1/posts/"):
        assert b"Withdrawn at noon" not in bob.get(listed).content
        assert "Withdrawn at noon" not in site.get(listed).text


def test_no_kept_page_is_older_than_the_news(pair: Pair, site: Site, bob: Client) -> None:
    post = make_post(title="Before the news")
    path = post.get_absolute_url()
    reads_from_replica(bob, path)
    assert "Before the news" in site.get(path).text
    stop_replaying(pair)

    Post.objects.filter(pk=post.pk).update(title="After the news")
    freshness.touch(f"post:{post.pk}")

    assert "After the news" in site.get(path).text
    assert "After the news" in site.get(path).text  # kept


def test_a_transaction_of_the_primary_asks_nobody_else(pair: Pair, site: Site) -> None:
    name = make_member().username
    reading.begin(lambda: reading.Choice(ALIAS, 1))
    try:
        assert User.objects.db == ALIAS
        with transaction.atomic():
            assert User.objects.db == PRIMARY
        wait_until(User.objects.filter(username=name).exists, PATIENCE)  # the replica follows
        member = User.objects.get(username=name)
        assert member._state.db == ALIAS
        member.last_login = NOON
        member.save(update_fields=["last_login"])
        assert User.objects.db == PRIMARY  # who has written sees it
    finally:
        reading.end()
    assert User.objects.get(username=name).last_login == NOON


def test_who_comes_and_what_is_paid_is_asked_of_the_primary(pair: Pair, site: Site) -> None:
    from accounts.models import PersonalToken
    from sponsors.models import Flight

    reading.begin(lambda: reading.Choice(ALIAS, 1))
    try:
        assert {model.objects.db for model in (PersonalToken, Flight)} == {PRIMARY}
    finally:
        reading.end()


def test_writing_that_could_not_be_told_is_remembered_by_the_browser(
    bob: Client, redis_down: None
) -> None:
    answer = bob.post(f"/settings/block/{make_member().username}/")

    assert answer.cookies[cookie_name()]["max-age"] == 60
    assert READ_FROM not in bob.get("/").wsgi_request.META


def test_without_redis_the_primary_is_read_from(bob: Client, redis_down: None) -> None:
    assert server_of(bob, "/") == PRIMARY


def test_a_log_that_was_lost_is_followed_anew(pair: Pair, site: Site, bob: Client) -> None:
    reads_from_replica(bob)
    stop_replaying(pair)
    Post.objects.update(view_count=1)

    redis.cache().flushdb()
    redis.cache().xadd(log_key(), {"touched": ""}, id="1-1")  # the clock of the new server is late
    wait_until(lambda: site.cache.changes.catch_up() < 2**22, PATIENCE)

    assert server_of(bob, "/") == PRIMARY


def test_what_is_not_known_to_be_fresh_is_not_read_from() -> None:
    class Still:
        era = 1

        def catch_up(self) -> int:
            return 5

    now = [100.0]
    replica = Replica("nobody", Still(), clock=lambda: now[0])
    assert replica.reached(5) is None
    replica._reached = following._Mark(era=1, position=5, at=100.0)

    assert replica.reached(5) == 5
    assert replica.reached(6) is None
    now[0] += FRESH_SECONDS
    assert replica.reached(5) is None


def test_without_a_replica_nothing_is_different() -> None:
    assert with_replicas(databases("postgresql://site@/news", (), pool_size=8), ["a"]) == {}


def test_a_replica_is_known_to_the_settings() -> None:
    found = databases("postgresql://site@db1/news", ["postgresql://site@db2/news?options=-c%20jit=off"], pool_size=8)  # fmt: skip

    assert set(found) == {PRIMARY, ALIAS}
    assert (found[ALIAS]["HOST"], found[PRIMARY]["HOST"]) == ("db2", "db1")
    assert "-c jit=off -c statement_timeout=3s" in found[ALIAS]["OPTIONS"]["options"]
    assert with_replicas(found, ["a"]) == {"DATABASE_ROUTERS": [ROUTER], "MIDDLEWARE": [MIDDLEWARE, "a"]}  # fmt: skip


def test_ready_tells_how_far_a_replica_is_behind(site: Site, pair: Pair, bob: Client) -> None:
    reads_from_replica(bob)
    strike()
    answer = bob.get("/readyz").json()
    [told] = (each for each in answer["checks"] if each["name"] == ALIAS)
    assert (told["is_ok"], told["is_vital"], told["value"]) == (True, False, 0)
    stop_replaying(pair)
    Post.objects.update(view_count=F("view_count") + 1)
    make_post()

    [told] = (each for each in bob.get("/readyz").json()["checks"] if each["name"] == ALIAS)

    assert told["value"] > 0


def test_a_replica_that_is_away_is_told_and_the_site_is_ready(site: Site) -> None:
    strike()
    with away():
        answer = Client().get("/readyz")

    [told] = (each for each in answer.json()["checks"] if each["name"] == ALIAS)
    assert not told["is_ok"]
    assert answer.json()["is_ready"] == all(each["is_ok"] for each in answer.json()["checks"] if each["is_vital"])  # fmt: skip


@contextmanager
def leading_to(**place: Any) -> Iterator[None]:
    """The replica's address is another one for a while."""
    settings_dict = connections.settings[ALIAS]
    kept = {name: settings_dict[name] for name in place}
    settings_dict.update(place)
    yield
    settings_dict.update(kept)


def away() -> AbstractContextManager[None]:
    return leading_to(OPTIONS=connections.settings[ALIAS]["OPTIONS"] | {"host": "/nonexistent"})


def problems() -> list[str | None]:
    return [each.id for each in replicas() if each.level >= WARNING]


def test_check_tells_what_is_no_replica(site: Site, pair: Pair) -> None:
    own = connections.settings[PRIMARY]["OPTIONS"]
    other = psycopg.conninfo.conninfo_to_dict(os.environ["TEST_DATABASE_URL"])
    mine = {"OPTIONS": connections.settings[ALIAS]["OPTIONS"]}

    assert problems() == []
    with leading_to(OPTIONS=mine["OPTIONS"] | {"host": own["host"]}):
        assert problems() == ["broadsheet.E002"]
    with leading_to(OPTIONS=mine["OPTIONS"] | {"host": other["host"]}, NAME="postgres"):
        assert problems() == ["broadsheet.E001"]
    with away():
        assert problems() == ["broadsheet.W003"]


def test_what_is_no_replica_is_never_read_from(site: Site, pair: Pair) -> None:
    other = psycopg.conninfo.conninfo_to_dict(os.environ["TEST_DATABASE_URL"])
    options = connections.settings[ALIAS]["OPTIONS"]
    for host, name, words in (
        (connections.settings[PRIMARY]["OPTIONS"]["host"], "broadsheet", "it follows nobody"),
        (other["host"], "postgres", "its data are of another server"),
    ):
        lost = pytest.raises(NotItsReplicaError, match=words)
        with leading_to(OPTIONS=options | {"host": host}, NAME=name), lost:
            Replica(ALIAS, site.cache.changes).look()


def test_the_role_that_serves_may_ask_a_replica(
    site: Site, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLE_PASSWORD", "harbour")
    call_command("site_role", "serves", "--password-from", "ROLE_PASSWORD", verbosity=0)
    assert problems() == []

    with leading_to(USER="serves"):
        wait_until(lambda: pair.on_replica("SELECT count(*) FROM pg_roles WHERE rolname = 'serves'") == 1, PATIENCE)  # fmt: skip
        assert problems() == []
        Replica(ALIAS, site.cache.changes).look()
        assert User.objects.using(ALIAS).count() > 0


def test_a_server_that_holds_a_question_is_given_up(pair: Pair) -> None:
    class Hasty(PatientConnection):
        patience_seconds = 0.1

    with Hasty.connect(pair.replica.url, autocommit=True) as line:
        with pytest.raises(OperationalError, match=r"No answer for 0\.1 s"):
            line.execute("SELECT pg_sleep(5)")
        assert line.closed


def test_a_replica_that_is_killed_under_load_is_not_noticed(pair: Pair, bob: Client) -> None:
    make_post()
    reads_from_replica(bob)
    is_over = Event()

    def read(client: Client) -> set[tuple[int, str]]:
        found = set()
        while not is_over.is_set():
            answer = client.get("/")
            found.add((answer.status_code, str(answer.wsgi_request.META.get(READ_FROM))))
        connections.close_all()
        return found

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read, somebody()) for _ in range(3)]
        try:
            reads_from_replica(bob)
            kill(pair)
            wait_until(lambda: server_of(bob, "/") == PRIMARY, PATIENCE)
            pair.replica.start()
            reads_from_replica(bob)
        finally:
            is_over.set()
        seen = set().union(*(each.result() for each in readers))

    assert seen == {(200, ALIAS), (200, PRIMARY)}
