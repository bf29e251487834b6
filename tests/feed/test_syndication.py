"""Feeds, read by a parser that is not ours; site maps and the other files that machines ask for."""

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import TrustLevel
from feed.models import Post, SiteSettings
from feed.services.publishing import unpublish_post
from feed.syndication.addresses import absolute_html
from feed.syndication.crawlers import TRAINING_CRAWLERS
from feed.syndication.formats import FORMATS
from feed.syndication.xml import printable
from tests.factories import make_category, make_comment, make_member, make_post

pytestmark = pytest.mark.django_db
BASE = "https://courant.example"
LISTINGS = (
    "/feed.", "/hot/feed.", "/top/feed.", "/top/year/feed.", "/categories/harbour/feed.", "/categories/harbour/hot/feed.",
    "/categories/harbour/top/day/feed.", "/tags/mud/feed.", "/tags/mud/hot/feed.", "/members/alice/feed.",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _base(settings: Settings) -> None:
    settings.BASE_URL = BASE


def read(client: Client, address: str) -> Any:
    """What a reader's program makes of a feed."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    feed = feedparser.parse(
        answer.content, response_headers={"content-type": answer["Content-Type"]}
    )
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def change_site(**fields: Any) -> None:
    SiteSettings.objects.update_or_create(pk=SiteSettings.ONLY, defaults=fields)


def test_every_listing_has_a_feed_in_every_format(client: Client) -> None:
    post = make_post(tags=("mud",))

    for address, form in ((f"{stem}{form}", form) for stem in LISTINGS for form in FORMATS):
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert answer["Content-Type"] == f"{FORMATS[form].media_type}; charset=utf-8", address
        assert post.title in answer.text, address


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_program_reads_what_the_page_says(client: Client, form: str) -> None:
    post = make_post(
        title="Tea & <b>bread</b>", body="Read [this](/hot/).\n\n> Well.", tags=("mud", "tea")
    )

    feed = read(client, f"/feed.{form}")

    [entry] = feed.entries
    assert entry.id == f"{BASE}/posts/{post.pk}/"
    assert entry.link == f"{BASE}{post.get_absolute_url()}"
    assert entry.author == "alice"
    assert {tag.term for tag in entry.tags} == {"Harbour", "mud", "tea"}
    assert f'href="{BASE}/hot/"' in entry.content[0].value
    assert entry.published_parsed[:5] == post.published_at.timetuple()[:5]  # type: ignore[union-attr]
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"] == f"{BASE}/feed.{form}"


def test_a_json_feed_has_what_its_specification_asks_for(client: Client) -> None:
    post = make_post()

    feed = client.get("/categories/harbour/feed.json").json()

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}/categories/harbour/feed.json"
    [item] = feed["items"]
    assert item["id"] == f"{BASE}/posts/{post.pk}/"
    assert item["content_html"] == post.body_html
    assert item["authors"] == [{"name": "alice", "url": f"{BASE}/members/alice/"}]


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    assert read(client, "/feed.rss").entries == []
    assert read(client, "/feed.atom").entries == []
    assert client.get("/feed.json").json()["items"] == []


def test_feeds_hold_nobody_on_probation_and_nothing_that_is_not_live(client: Client) -> None:
    make_post(author=make_member("nina", trust_level=TrustLevel.NEW))
    unpublish_post(make_post())

    assert read(client, "/feed.rss").entries == []
    assert read(client, "/members/nina/feed.rss").entries == []


def test_a_site_may_give_away_excerpts_only(client: Client) -> None:
    make_post(body="The beginning.\n\n" + "The rest of it. " * 60)
    change_site(feeds_hold_whole_texts=False)

    rss, told = client.get("/feed.rss").text, client.get("/feed.json").json()

    assert "content:encoded>" not in rss
    assert "The rest of it. The rest of it. " * 40 not in told["items"][0]["content_html"]


def test_the_hub_is_named_where_the_site_has_one(client: Client) -> None:
    change_site(websub_hub="https://hub.example/")

    links = read(client, "/feed.atom").feed.links

    assert "https://hub.example/" in [link.href for link in links if link.rel == "hub"]
    assert client.get("/feed.json").json()["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/"}
    ]


def test_comments_of_a_post_have_a_feed_newest_first(client: Client) -> None:
    post = make_post()
    make_comment(post=post, body="First!")
    make_comment(post=post, body="Second?")

    feed = read(client, f"/posts/{post.pk}/comments.rss")

    assert [entry.summary for entry in feed.entries] == ["Second?", "First!"]


@pytest.mark.parametrize("state", ["draft", "missing"])
def test_comments_of_a_post_that_is_not_there_have_no_feed(client: Client, state: str) -> None:
    pk = make_post(is_published=False).pk if state == "draft" else 999_999

    assert client.get(f"/posts/{pk}/comments.atom").status_code == 404


def test_a_search_has_a_feed_that_finds_the_same(client: Client) -> None:
    make_post(title="Kittiwakes on the crane")
    make_post(title="Trams")

    feed = read(client, "/search/feed.rss?q=kittiwakes")

    assert [entry.title for entry in feed.entries] == ["Kittiwakes on the crane"]
    assert client.get("/search/feed.json?q=").json()["items"] == []


@pytest.mark.parametrize(
    "address",
    ["/feed.xml", "/categories/none/feed.rss", "/tags/none/feed.rss", "/members/none/feed.rss"],
)
def test_what_does_not_exist_has_no_feed(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_feeds_are_only_read(client: Client) -> None:
    assert client.post("/feed.rss").status_code == 405


@pytest.mark.parametrize("form", FORMATS)
def test_a_program_that_has_the_newest_gets_nothing_again(client: Client, form: str) -> None:
    make_post()
    first = client.get(f"/feed.{form}")

    by_tag = client.get(f"/feed.{form}", headers={"If-None-Match": first["ETag"]})
    by_time = client.get(f"/feed.{form}", headers={"If-Modified-Since": first["Last-Modified"]})

    assert (by_tag.status_code, by_time.status_code) == (304, 304)


def test_characters_that_no_xml_may_hold_are_left_out(client: Client) -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(
        title="Bell\x07 ]]> & \ufffe", body_html="<p>]]>\x0b</p>"
    )

    feed = read(client, "/feed.rss")

    assert feed.entries[0].title == "Bell ]]> &"
    assert printable("\x00a\ud800b") == "ab"


def test_a_feed_costs_the_same_with_thirty_posts(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(30):
        make_post(tags=("mud", "tea"))

    with django_assert_max_num_queries(3):
        client.get("/feed.rss")


def test_addresses_in_a_text_lead_to_the_same_place_from_elsewhere() -> None:
    html = (
        '<a href="/hot/">a</a> <a href="#fn1">b</a> <a href="https://x.example/">c</a>'
        '<img src="/media/a.webp" srcset="/media/b.webp 480w, /media/a.webp 960w">'
    )

    assert absolute_html(html, base=BASE, page=f"{BASE}/posts/1/a/") == (
        f'<a href="{BASE}/hot/">a</a> <a href="{BASE}/posts/1/a/#fn1">b</a> <a href="https://x.example/">c</a>'
        f'<img src="{BASE}/media/a.webp" srcset="{BASE}/media/b.webp 480w, {BASE}/media/a.webp 960w">'
    )


@pytest.mark.parametrize(
    ("page", "stem"),
    [("/", "/feed."), ("/top/year/", "/top/year/feed."), ("/categories/harbour/", "/categories/harbour/feed."), ("/tags/mud/", "/tags/mud/feed."),
     ("/members/alice/", "/members/alice/feed."), ("/hot/", "/hot/feed.")],
)  # fmt: skip
def test_pages_tell_programs_of_their_feeds(client: Client, page: str, stem: str) -> None:
    make_post(tags=("mud",))

    html = client.get(page).text

    for form in FORMATS.values():
        assert f'<link rel="alternate" type="{form.media_type}" href="{stem}{form.name}"' in html


def test_a_post_tells_programs_of_its_comments(client: Client) -> None:
    post = make_post()

    assert f'href="/posts/{post.pk}/comments.atom"' in client.get(post.get_absolute_url()).text


def locations(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [str(each.text) for each in etree.fromstring(answer.content).iter("{*}loc")]


def test_the_maps_lead_to_every_page_for_search_engines_and_to_no_other(client: Client) -> None:
    post = make_post()
    make_post(author=make_member("nina", trust_level=TrustLevel.NEW))
    make_post(is_published=False)
    make_post(canonical_url="https://elsewhere.example/original")

    maps = [each.removeprefix(BASE) for each in locations(client, "/sitemap.xml")]
    found = {page.removeprefix(BASE) for each in maps for page in locations(client, each)}

    assert found == {"/", "/categories/harbour/", "/members/alice/", post.get_absolute_url()}


def test_a_map_beyond_the_last_row_is_not_there(client: Client) -> None:
    make_post()

    assert client.get("/sitemap-posts-7.xml").status_code == 404
    assert client.get(f"/sitemap-posts-{10**30}.xml").status_code == 404


def test_the_map_of_news_holds_two_days(client: Client) -> None:
    new, old = make_post(title="Tea & toast"), make_post()
    Post.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=3))

    page = client.get("/sitemap-news.xml").text

    assert new.get_absolute_url() in page
    assert "<news:title>Tea &amp; toast</news:title>" in page
    assert old.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("policy", "everybody", "trainers"), [("all", "/admin/", 0), ("search", "/admin/", 1), ("none", "/", 0)]
)  # fmt: skip
def test_robots_are_told_what_the_site_wants(
    client: Client, policy: str, everybody: str, trainers: int
) -> None:
    change_site(crawlers=policy, robots_extra="User-agent: OddBot\r\nDisallow: /hot/")

    text = client.get("/robots.txt").text

    assert text.startswith(f"User-agent: *\nDisallow: {everybody}\n")
    assert text.count(f"User-agent: {TRAINING_CRAWLERS[0]}\n") == trainers
    assert "User-agent: OddBot\nDisallow: /hot/\n" in text
    assert (f"Sitemap: {BASE}/sitemap.xml\n" in text) is (policy != "none")


def test_files_for_people_and_for_finders_of_weaknesses_are_there_once_they_say_something(
    client: Client,
) -> None:
    empty = [client.get(path).status_code for path in ("/humans.txt", "/.well-known/security.txt")]
    change_site(humans="Hanneke, editor", security_contact="mailto:security@courant.example")

    people, contact = client.get("/humans.txt").text, client.get("/.well-known/security.txt").text

    assert empty == [404, 404]
    assert people == "Hanneke, editor\n"
    assert contact.startswith("Contact: mailto:security@courant.example\nExpires: 2")


def test_a_category_without_posts_is_in_no_map(client: Client) -> None:
    make_category("Sport")

    assert locations(client, "/sitemap-sections.xml") == [f"{BASE}/"]


def test_feeds_are_json_that_any_parser_reads(client: Client) -> None:
    make_post(title='"Quotes" and \u2028 separators')

    assert json.loads(client.get("/feed.json").content)["items"][0]["title"]
