"""What the W3C feed validator asks for, as far as it can be asked without it: RSS 2.0, RFC 4287, JSON Feed 1.1."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import feedparser
import pytest
from django.test import Client
from lxml import etree, html
from pytest_django import Settings

from feed.models import Post, SiteSettings
from feed.services.images import store_image
from feed.syndication.formats import FORMATS
from moderation.models import Reason
from moderation.services import hide_post
from tests.factories import make_comment, make_member, make_moderator, make_post, make_upload

pytestmark = pytest.mark.django_db
BASE: Final = "https://courant.example"
ATOM: Final = "{http://www.w3.org/2005/Atom}"
ONCE_IN_AN_ITEM: Final = ("title", "link", "description", "guid", "pubDate", "enclosure", "author", "{http://purl.org/dc/elements/1.1/}creator")  # fmt: skip
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
ABSOLUTE: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z")
RFC_822: Final = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})\Z")  # fmt: skip
RFC_3339: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})\Z")
# What the validator calls a security risk, or knows readers to drop.
RISKY_TAGS: Final = frozenset(("applet", "base", "button", "embed", "form", "frame", "iframe", "link", "meta", "object", "script", "style"))  # fmt: skip
RISKY_ATTRIBUTES: Final = re.compile(r"on\w+|style|srcdoc|formaction")
# Elements that the validator knows, by the space of their names.
KNOWN_SPACES: Final = frozenset(("", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/", "http://search.yahoo.com/mrss/"))  # fmt: skip


@pytest.fixture
def stems(settings: Settings) -> list[str]:
    """Addresses of one feed of every kind without their format, with something in each."""
    settings.BASE_URL = BASE
    SiteSettings.objects.update_or_create(pk=1, defaults={"websub_hub": "https://hub.example/"})
    alice = make_member("alice")
    image = store_image(owner=alice, upload=make_upload(), alt="A <crane> & a tram", credit="Bob")
    post = make_post(
        author=alice, title="Tea & <b>tram</b>", lead_image=image, tags=("mud",),
        body="Tram, [there](/hot/) and [below](#x).\n\n![it](/media/x.webp)",
    )  # fmt: skip
    make_post(author=alice, link_url="https://elsewhere.example/a?b=1&c=2")
    make_comment(post=post, body="Tram & <i>rail</i>")
    hide_post(post=make_post(), actor=make_moderator(), reason=Reason.SPAM)
    listings = ["/", "/categories/harbour/", "/tags/mud/"]
    sorts = ["", "hot/", "top/", "top/day/", "top/month/", "top/year/", "top/all/"]
    return [
        *(f"{listing}{sort}feed." for listing in listings for sort in sorts),
        "/members/alice/feed.", f"/posts/{post.pk}/comments.", "/moderation/log/feed.", "/search/feed.?q=tram",
    ]  # fmt: skip


def address(stem: str, form: str) -> str:
    path, question, query = stem.partition("?")
    return f"{path}{form}{question}{query}"


def fetched(client: Client, stem: str, form: str) -> Any:
    answer = client.get(address(stem, form))
    assert answer.status_code == 200, stem
    assert answer["Content-Type"] == f"{FORMATS[form].media_type}; charset=utf-8"
    return answer.content


def test_every_rss_feed_is_one(client: Client, stems: list[str]) -> None:
    for stem in stems:
        root = etree.fromstring(fetched(client, stem, "rss"))
        [channel] = root
        assert (root.tag, root.get("version"), channel.tag) == ("rss", "2.0", "channel")
        for name in ("title", "link", "description", "language", "lastBuildDate"):
            assert len(channel.findall(name)) == 1, (stem, name)
            assert channel.findtext(name), (stem, name)
        assert ABSOLUTE.match(channel.findtext("link")), stem
        assert LANGUAGE.match(channel.findtext("language")), stem
        selves = [each.get("href") for each in channel.findall(f"{ATOM}link") if each.get("rel") == "self"]  # fmt: skip
        assert selves == [BASE + address(stem, "rss")]
        items = channel.findall("item")
        assert items, stem
        for item in items:
            _require_item(item, stem)
        guids = [item.findtext("guid") for item in items]
        assert len(guids) == len(set(guids)), stem


def _require_item(item: Any, stem: str) -> None:
    for name in ONCE_IN_AN_ITEM:
        assert len(item.findall(name)) <= 1, (stem, name)
    assert item.findtext("title") or item.findtext("description"), stem
    assert ABSOLUTE.match(item.findtext("link")), stem
    assert item.find("guid").get("isPermaLink") == "false", stem
    assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo, stem
    assert item.find("author") is None, (
        stem
    )  # RSS wants an e-mail address there; names are dc:creator
    for enclosure in item.findall("enclosure"):
        assert ABSOLUTE.match(enclosure.get("url")), stem
        assert enclosure.get("length").isdecimal(), stem
        assert "/" in enclosure.get("type"), stem


def test_every_atom_feed_is_one(client: Client, stems: list[str]) -> None:
    for stem in stems:
        root = etree.fromstring(fetched(client, stem, "atom"))
        assert root.tag == f"{ATOM}feed"
        entries = root.findall(f"{ATOM}entry")
        assert entries, stem
        for each in (root, *entries):
            for name in ("id", "title", "updated"):
                assert len(each.findall(f"{ATOM}{name}")) == 1, (stem, name)
            assert ABSOLUTE.match(each.findtext(f"{ATOM}id")), stem
            assert datetime.fromisoformat(each.findtext(f"{ATOM}updated")).tzinfo, stem
        for entry in entries:
            assert entry.findtext(f"{ATOM}author/{ATOM}name"), stem
            links = [(link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in entry.findall(f"{ATOM}link")]  # fmt: skip
            assert [rel for rel, *_more in links].count("alternate") == 1, stem
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(ids) == len(set(ids)), stem
        selves = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]  # fmt: skip
        assert selves == [BASE + address(stem, "atom")]


def test_a_reading_program_finds_the_same_in_every_format(client: Client, stems: list[str]) -> None:
    for stem in stems:
        rss, atom = (
            feedparser.parse(
                fetched(client, stem, form),
                response_headers={"content-type": f"{FORMATS[form].media_type}; charset=utf-8"},
            )
            for form in ("rss", "atom")
        )
        told = json.loads(fetched(client, stem, "json"))
        assert (rss.bozo, atom.bozo, rss.encoding, atom.encoding) == (
            False,
            False,
            "utf-8",
            "utf-8",
        ), stem
        ids = [[entry.id for entry in feed.entries] for feed in (rss, atom)]
        assert ids == [[item["id"] for item in told["items"]]] * 2, stem
        hubs = [
            {link.href for link in feed.feed.links if link.rel == "hub"} for feed in (rss, atom)
        ]
        assert hubs == [{"https://hub.example/"}] * 2, stem
        assert [hub["url"] for hub in told["hubs"]] == ["https://hub.example/"], stem
        if "tags" in stem:  # this post has a picture
            for entry in (rss.entries[0], atom.entries[0]):
                assert ABSOLUTE.match(entry.media_content[0]["url"]), stem
                assert ABSOLUTE.match(entry.enclosures[0].href), stem
                assert entry.enclosures[0].type.startswith("image/"), stem
            assert ABSOLUTE.match(told["items"][0]["image"]), stem


def test_every_json_feed_is_one(client: Client, stems: list[str]) -> None:
    for stem in stems:
        feed = json.loads(fetched(client, stem, "json"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"], stem
        assert feed["feed_url"] == BASE + address(stem, "json")
        assert feed["items"], stem
        for item in feed["items"]:
            assert isinstance(item["id"], str), stem
            assert item["content_html"], stem
            assert datetime.fromisoformat(item["date_published"]).tzinfo, stem


def test_no_address_in_a_text_is_relative(client: Client, stems: list[str]) -> None:
    for stem in stems:
        for item in json.loads(fetched(client, stem, "json"))["items"]:
            parts = html.fragments_fromstring(f"<div>{item['content_html']}</div>")
            for _element, _name, url, _place in parts[0].iterlinks():
                assert ABSOLUTE.match(url), (stem, url)


def test_dates_are_written_as_each_format_wants_and_none_is_to_come(
    client: Client, stems: list[str]
) -> None:
    now = datetime.now(UTC)
    for stem in stems:
        rss, atom = (etree.fromstring(fetched(client, stem, form)) for form in ("rss", "atom"))
        told = [each.text for name in ("pubDate", "lastBuildDate") for each in rss.iter(name)]
        assert all(map(RFC_822.match, told)), (stem, told)
        newest = parsedate_to_datetime(rss.findtext("channel/lastBuildDate"))
        assert all(parsedate_to_datetime(each) <= newest <= now for each in told), stem
        told = [each.text for name in ("updated", "published") for each in atom.iter(ATOM + name)]
        told += [
            item[name]
            for item in json.loads(fetched(client, stem, "json"))["items"]
            for name in ("date_published", "date_modified")
        ]
        assert all(map(RFC_3339.match, told)), (stem, told)
        assert all(datetime.fromisoformat(each) <= now for each in told), stem
        for entry in atom.iter(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}published") <= entry.findtext(f"{ATOM}updated"), stem


def test_nothing_stands_in_a_feed_that_the_validator_warns_of(
    client: Client, stems: list[str]
) -> None:
    for stem in stems:
        for form in ("rss", "atom"):
            content = fetched(client, stem, form)
            root = etree.fromstring(content)
            assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<'), stem
            assert root.getroottree().docinfo.encoding == "utf-8"
            assert not root.xpath("//comment() | //processing-instruction()"), stem
            spaces = {etree.QName(each).namespace or "" for each in root.iter()}
            assert spaces <= KNOWN_SPACES, stem
            empty = [each.tag for each in root.iter() if not each.attrib and not (each.text or "").strip() and not len(each)]  # fmt: skip
            assert empty == [], stem
            for link in root.iter(f"{ATOM}link"):
                assert ABSOLUTE.match(link.get("href")), stem
            for media in root.iter("{http://search.yahoo.com/mrss/}content"):
                assert (media.get("medium"), media.get("type", "")[:6]) == ("image", "image/")
                assert min(int(media.get("width")), int(media.get("height"))) > 0, stem


def test_atom_says_each_thing_once(client: Client, stems: list[str]) -> None:
    for stem in stems:
        root = etree.fromstring(fetched(client, stem, "atom"))
        assert LANGUAGE.match(root.get("{http://www.w3.org/XML/1998/namespace}lang")), stem
        for each in (root, *root.findall(f"{ATOM}entry")):
            links = [(link.get("rel", "alternate"), link.get("type"), link.get("hreflang"), link.get("href")) for link in each.findall(f"{ATOM}link")]  # fmt: skip
            assert len(links) == len(set(links)), stem
            for name in ("summary", "content", "published", "rights", "icon", "subtitle"):
                assert len(each.findall(ATOM + name)) <= 1, (stem, name)
            for text in (*each.findall(f"{ATOM}summary"), *each.findall(f"{ATOM}content")):
                assert text.get("type") in ("text", "html"), stem
            terms = [one.get("term") for one in each.findall(f"{ATOM}category")]
            assert all(terms), stem
            assert len(terms) == len(set(terms)), stem
            for address in each.findall(f"{ATOM}author/{ATOM}uri"):
                assert ABSOLUTE.match(address.text), stem


def test_json_feed_holds_the_types_that_it_names(client: Client, stems: list[str]) -> None:
    for stem in stems:
        feed = json.loads(fetched(client, stem, "json"))
        assert feed.keys() <= {"version", "title", "description", "home_page_url", "feed_url", "icon", "language", "hubs", "items"}  # fmt: skip
        assert ABSOLUTE.match(feed["home_page_url"]), stem
        assert ABSOLUTE.match(feed["icon"]), stem
        assert LANGUAGE.match(feed["language"]), stem
        assert all(each.keys() == {"type", "url"} for each in feed["hubs"]), stem
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids)), stem
        for item in feed["items"]:
            assert item.keys() <= {"id", "url", "external_url", "title", "summary", "content_html", "image", "date_published", "date_modified", "authors", "tags", "language"}  # fmt: skip
            assert ABSOLUTE.match(item["url"]), stem
            assert all(set(author) <= {"name", "url", "avatar"} and author["name"] for author in item["authors"]), stem  # fmt: skip
            assert all(isinstance(tag, str) for tag in item.get("tags", [])), stem


def test_no_text_is_a_risk_to_who_shows_it(client: Client, stems: list[str]) -> None:
    """Whole texts, and the beginnings that stand alone where a site gives away no more."""
    Post.objects.filter(slug__startswith="tea").update(excerpt='1 < 2 <img src=x onerror="x()">')

    for holds_whole in (True, False):
        SiteSettings.objects.update(feeds_hold_whole_texts=holds_whole)
        for stem in stems:
            for text in _html_of(client, stem):
                tree = html.fromstring(f"<div>{text}</div>")
                for element in tree.iter():
                    assert element.tag not in RISKY_TAGS, (stem, text)
                    assert not any(map(RISKY_ATTRIBUTES.fullmatch, element.attrib)), (stem, text)
                    assert not any("javascript:" in each for each in element.attrib.values()), stem
        [told] = json.loads(fetched(client, "/tags/mud/feed.", "json"))["items"]
        assert told["summary"] == '1 < 2 <img src=x onerror="x()">'


def _html_of(client: Client, stem: str) -> list[str]:
    """Every text of a feed that readers' programs take for HTML."""
    rss, atom = (etree.fromstring(fetched(client, stem, form)) for form in ("rss", "atom"))
    items = json.loads(fetched(client, stem, "json"))["items"]
    found = [each.text for each in rss.iter("description", "{http://purl.org/rss/1.0/modules/content/}encoded")]  # fmt: skip
    found += [each.text for each in atom.iter(f"{ATOM}summary", f"{ATOM}content") if each.get("type") == "html"]  # fmt: skip
    return found + [item["content_html"] for item in items]


def test_every_kind_of_page_leads_to_its_feeds(client: Client, stems: list[str]) -> None:
    comments = next(stem for stem in stems if "comments" in stem)
    post = comments.removesuffix("comments.")
    expected = {
        **{stem.removesuffix("feed."): stem for stem in stems if stem.endswith("feed.")},
        client.get(post)["Location"]: comments,

        "/moderation/log/": "/moderation/log/feed.",
        "/search/?q=tram": "/search/feed.?q=tram",
        **dict.fromkeys(("/none/", "/categories/", "/accounts/login/", "/accounts/signup/", "/search/"), "/feed."),
    }  # fmt: skip

    for page, stem in expected.items():
        document = html.fromstring(client.get(page).content)
        told = {
            (link.get("type"), link.get("href"))
            for link in document.xpath("//head/link[@rel='alternate'][@type]")
        }
        for form in FORMATS.values():
            assert (form.media_type, address(stem, form.name)) in told, page


def test_pages_of_ones_own_lead_to_the_feeds_of_the_site(client: Client) -> None:
    client.force_login(make_member("alice"))

    for page in ("/settings/", "/notifications/", "/following/", "/for-you/", "/write/"):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert 'type="application/rss+xml" href="/feed.rss"' in answer.text, page
