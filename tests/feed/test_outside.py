"""Feeds of other sites: asked politely, shown as link posts that are judged, and told of ours by a hub."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import TrustLevel
from feed.fetching.errors import BadStatusError, FetchError, TooLargeError, UnreachableError
from feed.fetching.fetcher import PAGE, Answer, Want, fetch
from feed.models import HubPing, OutsideFeed, OutsideItem, Post, SiteSettings
from feed.services.pinging import ping_due
from feed.services.publishing import hide_post
from feed.services.subscribing import poll_due, poll_feed, switch_feed
from feed.syndication.reading import NoFeedError, read_feed
from tests.exchange.exports import rss, rss_entry
from tests.factories import make_category, make_member, make_moderator, make_post
from tests.feed.loopback import answer, outside

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def rfc(at: datetime) -> str:
    return at.strftime("%a, %d %b %Y %H:%M:%S GMT")


def entry(number: int, *, hours_ago: float = 1, **fields: str) -> str:
    return rss_entry(number, date=rfc(NOW - timedelta(hours=hours_ago)), **fields)


@pytest.fixture
def feed() -> OutsideFeed:
    return switch_feed(
        OutsideFeed(
            url="https://pier.example/feed",
            category=make_category(),
            author=make_member("newswire", trust_level=TrustLevel.REGULAR),
        ),
        now=NOW,
    )


def poll(
    feed: OutsideFeed,
    said: str | bytes | FetchError,
    *,
    at: datetime = NOW,
    headers: Mapping[str, str] = {},
) -> list[Want]:
    """Ask once, and get this; returns what was asked for."""
    asked = []

    def get(url: str, *, want: Want = PAGE) -> Answer:
        asked.append(want)
        if isinstance(said, FetchError):
            raise said
        body = said.encode() if isinstance(said, str) else said
        return Answer(url, "application/rss+xml", "", body, headers)

    poll_feed(feed.pk, now=at, fetch=get)
    feed.refresh_from_db()
    return asked


def test_items_become_link_posts_once_each_with_their_source(feed: OutsideFeed) -> None:
    said = rss(
        entry(1),
        entry(2, text="<b>Bold</b> *stars* <script>x</script>"),
        entry(3, hours_ago=-50),
        entry(4, hours_ago=24 * 30),
    )

    poll(feed, said, headers={"etag": '"v1"', "last-modified": "yesterday"})
    asked = poll(feed, said, at=NOW + timedelta(hours=1))

    assert asked[0].headers == (("If-None-Match", '"v1"'), ("If-Modified-Since", "yesterday"))
    first = Post.objects.select_related("link").get(title="Entry 1")
    assert first.link
    assert (first.link.url, first.link.site, first.author) == (
        "https://pier.example/1",
        "pier.example",
        feed.author,
    )
    assert first.published_at == NOW - timedelta(hours=1)
    assert Post.objects.get(title="Entry 2").body == "Bold \\*stars\\*"
    assert Post.objects.get(title="Entry 3").published_at == NOW
    assert set(Post.objects.values_list("title", flat=True)) == {"Entry 1", "Entry 2", "Entry 3"}
    assert OutsideItem.objects.count() == 4
    assert (feed.title, feed.problem, feed.due_at) == (
        "The Pier",
        "",
        NOW + timedelta(hours=1, minutes=30),
    )
    assert not poll_feed(feed.pk, now=NOW + timedelta(hours=1))


def test_a_page_that_was_posted_here_is_not_posted_again(feed: OutsideFeed) -> None:
    make_post(link_url="https://pier.example/1")

    poll(
        feed,
        rss(
            entry(1, link="http://www.pier.example/1/?utm_source=rss"),
            entry(2, link="https://pier.example/2"),
        ),
    )

    assert OutsideItem.objects.filter(post=None).count() == 1
    assert Post.objects.filter(author=feed.author).get().title == "Entry 2"


def test_spam_waits_and_a_moderator_lends_no_standing(feed: OutsideFeed) -> None:
    type(feed.author).objects.filter(pk=feed.author.pk).update(trust_level=TrustLevel.NEW)
    pitch = "Buy cheap pills viagra casino bonus now!!! WhatsApp +1 415 555 0134, best price, 100% free money http://pills.example"
    poll(
        feed,
        rss(
            entry(1, text=pitch).replace(
                "Entry 1", "CHEAP PILLS casino bonus WhatsApp +1 415 555 0134"
            )
        ),
    )
    held = Post.objects.get()
    OutsideFeed.objects.update(author=make_moderator(), due_at=NOW)
    poll(feed, rss(entry(2)))

    assert held.is_held
    assert "no moderator" in feed.problem
    assert Post.objects.count() == 1


def test_a_flood_comes_in_portions(feed: OutsideFeed) -> None:
    said = rss(*(entry(number, hours_ago=number / 10) for number in range(300)))

    poll(feed, said)

    assert Post.objects.count() == 10
    assert Post.objects.filter(title="Entry 0").exists()


@pytest.mark.parametrize(
    ("error", "due_after", "words"),
    [
        (BadStatusError(status=304), timedelta(minutes=30), ""),
        (BadStatusError(status=503), timedelta(hours=1), "status 503"),
        (BadStatusError(status=429, retry_after="7200"), timedelta(hours=2), "status 429"),
        (
            BadStatusError(status=503, retry_after=rfc(NOW + timedelta(hours=5))),
            timedelta(hours=5),
            "503",
        ),
        (BadStatusError(status=503, retry_after="99999999999999"), timedelta(days=7), "503"),
        (BadStatusError(status=503, retry_after="soon"), timedelta(hours=1), "503"),
        (BadStatusError(status=410), None, "gone for good"),
        (TooLargeError(), timedelta(hours=1), "larger than we read"),
        (UnreachableError("pier.example", cause="x"), timedelta(hours=1), "cannot be reached"),
    ],
    ids=range(9),
)
def test_a_server_is_asked_again_when_it_wants(
    feed: OutsideFeed, error: FetchError, due_after: timedelta | None, words: str
) -> None:
    poll(feed, error)

    assert feed.due_at == (NOW + due_after if due_after else None)
    assert words in feed.problem
    assert feed.is_on is (due_after is not None)


def test_failures_double_the_pause_and_end_it(feed: OutsideFeed) -> None:
    OutsideFeed.objects.update(failures=8)
    poll(feed, UnreachableError("x", cause=""))
    assert feed.due_at == NOW + timedelta(days=1)
    OutsideFeed.objects.update(failures=39, due_at=NOW)
    poll(feed, "<html>no feed</html>")

    assert not feed.is_on
    assert feed.problem == "There is no feed at this address."
    assert poll_due(now=NOW + timedelta(days=9)) == 0


def test_odd_feeds_are_read_or_refused() -> None:
    latin = rss(
        rss_entry(1).replace("Entry", "Café"), head='<?xml version="1.0" encoding="UTF-8"?>'
    ).encode("latin-1")
    bomb = rss(rss_entry(1).replace("Entry", "&c;")).replace(
        "<rss",
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;"><!ENTITY e SYSTEM "file:///etc/passwd">]><rss',
    )
    wide = rss(rss_entry(1, text="Ёлка"), head='<?xml version="1.0" encoding="UTF-16"?>').encode(
        "utf-16"
    )

    assert read_feed(latin).entries[0].title == "Café 1"
    assert read_feed(wide).entries[0].html == "Ёлка"
    assert len(read_feed(rss(*map(rss_entry, range(900))).encode()).entries) == 200
    assert read_feed(rss(rss_entry(1, date="not a date")).encode()).entries[0].published_at is None
    for body in (
        bomb.encode(),
        bomb.encode("utf-16"),
        b"",
        b"\0\0",
        b"{}",
        b'{"items": 3}',
        b"[" * 90_000,
        b"<rss",
        b"plain words",
    ):
        with pytest.raises(NoFeedError):
            read_feed(body)


def test_conditions_and_validators_go_over_the_wire() -> None:
    with outside(
        lambda _head: [answer("<rss/>", content_type="application/rss+xml", ETag='"a"')]
    ) as server:
        want = Want(types=("application/rss+xml",), headers=(("If-None-Match", '"a"'),))
        found = fetch(server.url, user_agent="x", want=want, policy=server.policy)
    with (
        outside(lambda _head: [answer("", status="503 Later", Retry_After="60")]) as server,
        pytest.raises(BadStatusError) as refused,
    ):
        fetch(server.url, user_agent="x", want=want, policy=server.policy)

    assert found.headers == {"etag": '"a"'}
    assert refused.value.retry_after == "60"


def test_moderators_see_how_each_feed_is(client: Client, feed: OutsideFeed) -> None:
    mona = make_moderator()
    mona.user_permissions.set(Permission.objects.filter(codename__endswith="_outsidefeed"))
    client.force_login(mona)
    OutsideFeed.objects.update(problem="The page answers with status 503.", is_on=False)
    add = reverse("admin:feed_outsidefeed_add")
    form: dict[str, Any] = {
        "url": "https://mole.example/feed#top", "title": "", "category": feed.category_id, "author": mona.pk, "language": "en", "is_on": "on",
    }  # fmt: skip

    page = client.get(reverse("admin:feed_outsidefeed_changelist")).content.decode()
    refused = client.post(add, form).content.decode()
    client.post(add, form | {"author": feed.author_id})

    assert "status 503" in page
    assert "no moderator" in refused
    made = OutsideFeed.objects.get(url="https://mole.example/feed")
    assert made.due_at
    assert made.due_at <= timezone.now()


def test_the_hub_is_told_of_each_feed_that_changed_until_it_takes_it(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"websub_hub": "https://hub.example/"})
    told: list[tuple[str, dict[str, list[str]]]] = []
    statuses = [500, 204, 204, 204, 204, 204]

    def send(url: str, _headers: Mapping[str, str], body: bytes) -> int:
        told.append((url, parse_qs(body.decode())))
        return statuses.pop(0)

    make_post(author=make_member("nina", trust_level=TrustLevel.NEW))
    assert not HubPing.objects.exists()
    post = make_post(tags=("mud",))
    now = timezone.now()

    assert ping_due(now=now, send=send) == 3
    assert ping_due(now=now, send=send) == 0
    assert ping_due(now=now + timedelta(minutes=2), send=send) == 1
    assert not HubPing.objects.exists()
    assert {url for url, _body in told} == {"https://hub.example/"}
    urls = {url for _url, body in told for url in body["hub.url"]}
    paths = {url.removeprefix(settings.BASE_URL) for url in urls}
    author = post.author.get_absolute_url()
    stems = ["/", post.category.get_absolute_url(), "/tags/mud/"]
    tabs = ["", "hot/", "top/", "top/day/", "top/month/", "top/year/", "top/all/"]
    listings = {f"{stem}{tab}feed.rss" for stem in stems for tab in tabs}
    assert {path for path in paths if path.endswith(".rss")} == {*listings, f"{author}feed.rss"}
    assert all(client.get(path).status_code == 200 for path in paths)
    assert all(body["hub.mode"] == ["publish"] for _url, body in told)
    hide_post(post)
    assert HubPing.objects.count() == 4
    assert ping_due() == 0  # nothing goes out of a test by itself
    assert set(HubPing.objects.values_list("attempts", flat=True)) == {1}
    SiteSettings.objects.update(websub_hub="")
    assert ping_due(send=send) == 0
    assert not HubPing.objects.exists()
