"""The head of each page, read by parsers that are not ours (extruct: JSON-LD, Open Graph; lxml: the rest)."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import extruct
import pytest
from django.test import Client
from lxml import html as lxml_html
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import TrustLevel
from config.inline import BOOT, NEXT_PAGES
from feed.models import LinkPreview, Post, SiteSettings
from feed.services import commenting, publishing
from feed.services.images import store_image
from tests.factories import (
    make_category,
    make_comment,
    make_draft,
    make_member,
    make_post,
    make_upload,
)

pytestmark = pytest.mark.django_db

SITE: Final = "https://courant.example"
# https://developers.google.com/search/docs/appearance/structured-data/: "Required properties", and of the recommended
# ones those that we always know.
REQUIRED: Final = {
    "DiscussionForumPosting": {"author", "datePublished", "text", "headline", "url", "comment", "interactionStatistic"},
    "NewsArticle": {"author", "datePublished", "dateModified", "headline", "image"},
    "Comment": {"author", "datePublished", "text", "url"},
    "Person": {"name", "url"},
    "InteractionCounter": {"interactionType", "userInteractionCount"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "ImageObject": {"url", "width", "height"},
    "ProfilePage": {"mainEntity", "dateCreated"},
    "WebSite": {"url", "potentialAction", "publisher"},
    "SearchAction": {"target", "query-input"},
    "Organization": {"name", "url", "logo"},
}  # fmt: skip
HOSTILE: Final = (
    "</script><script>alert(1)</script> tram",
    "<!-- <script> tram",
    "Tram \"quoted\" & 'single' \\ back\\u003c",
    "Tram ]]> ${x} {{ y }} {% z %}",
    "خط الترام tram مرحبا",
)


@pytest.fixture(autouse=True)
def base_url(settings: Settings) -> None:
    settings.BASE_URL = SITE


class Read:
    """A page as search engines and social networks read it."""

    def __init__(self, client: Client, path: str, **headers: Any) -> None:
        response = client.get(path, **headers)
        assert response.status_code == 200, path
        self.text = response.content.decode()
        self.tree = lxml_html.document_fromstring(self.text)
        self.data = extruct.extract(self.text, base_url=SITE, syntaxes=["json-ld", "opengraph"])

    def link(self, rel: str) -> list[str]:
        return [str(each) for each in self.tree.xpath(f"/html/head/link[@rel='{rel}']/@href")]

    def meta(self, name: str) -> list[str]:
        found = self.tree.xpath(f"/html/head/meta[@name='{name}' or @property='{name}']/@content")
        return [str(each) for each in found]

    @property
    def open_graph(self) -> list[tuple[str, str]]:
        graph = self.data["opengraph"]
        return [(name, value) for each in graph for name, value in each["properties"]]

    @property
    def graph(self) -> list[dict[str, Any]]:
        return [node for block in self.data["json-ld"] for node in block["@graph"]]

    def node(self, kind: str) -> dict[str, Any]:
        return next(node for node in self.graph if kind in types_of(node))


def types_of(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def nodes_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a graph, however deep."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes_in(each)


def assert_complete(graph: list[dict[str, Any]]) -> None:
    for node in nodes_in(graph):
        for kind in types_of(node):
            assert REQUIRED.get(kind, set()) <= node.keys(), (kind, node)


def make_full_post() -> Post:
    alice = make_member("alice")
    image = store_image(
        owner=alice, upload=make_upload(size=(1200, 800)), alt="A bridge", credit="A. Quayside"
    )
    post = make_post(
        author=alice, tags=("tram", "budget"), lead_image=image, language="nl", excerpt="In short."
    )
    make_comment(parent=make_comment(post=post, body="I saw it."), author=alice, body="So did I.")
    return post


def test_an_article_says_what_search_engines_require(client: Client) -> None:
    post = make_full_post()

    read = Read(client, post.get_absolute_url())

    node = read.node("NewsArticle")
    assert_complete(read.graph)
    assert node["headline"] == post.title
    assert node["inLanguage"] == "nl"
    assert sorted(node["keywords"]) == ["budget", "tram"]
    assert node["image"][0]["url"] == f"{SITE}{post.lead_image.url if post.lead_image else ''}"
    assert node["comment"][0]["comment"][0]["text"] == "So did I."
    assert node["publisher"]["@id"] == read.node("Organization")["@id"]


def test_an_article_says_what_social_networks_read(client: Client) -> None:
    post = make_full_post()

    facts = dict(Read(client, post.get_absolute_url()).open_graph)

    assert facts["og:type"] == "article"
    assert facts["og:title"] == post.title
    assert facts["og:description"] == "In short."
    assert facts["og:url"] == f"{SITE}{post.get_absolute_url()}"
    assert facts["og:locale"] == "nl_NL"
    assert facts["og:site_name"] == "Broadsheet"
    assert (facts["og:image:width"], facts["og:image:height"]) == ("1200", "800")
    assert facts["og:image:alt"] == "A bridge"
    assert facts["article:published_time"] <= facts["article:modified_time"]
    assert facts["article:section"] == "Harbour"
    assert facts["article:author"] == f"{SITE}/members/alice/"


def test_each_tag_is_told(client: Client) -> None:
    read = Read(client, make_full_post().get_absolute_url())

    assert sorted(read.meta("article:tag")) == ["budget", "tram"]
    assert read.meta("twitter:card") == ["summary_large_image"]


def test_a_forged_host_does_not_get_into_the_head(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    post = make_post()

    for path in ("/", post.get_absolute_url(), "/categories/harbour/", "/members/alice/"):
        read = Read(client, path, headers={"host": "evil.example"})
        assert read.link("canonical") == [f"{SITE}{path}"]
        assert "evil.example" not in read.text


def test_the_author_may_declare_an_original(client: Client) -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(canonical_url="https://original.example/tram")

    read = Read(client, post.get_absolute_url())

    assert read.link("canonical") == ["https://original.example/tram"]
    assert read.node("NewsArticle")["isBasedOn"] == "https://original.example/tram"


def test_a_link_post_is_a_discussion_of_what_it_links_to(client: Client) -> None:
    post = make_post()
    link = LinkPreview.objects.create(url="https://elsewhere.example/report")
    Post.objects.filter(pk=post.pk).update(link=link)

    node = Read(client, post.get_absolute_url()).node("DiscussionForumPosting")

    assert types_of(node) == ["DiscussionForumPosting"]
    assert node["isBasedOn"] == link.url


def test_a_page_is_its_own_alternate_in_the_language_that_it_is_written_in(client: Client) -> None:
    post = make_post(language="nl")
    moved = make_post(canonical_url="https://original.example/tram")
    expected = {
        "/": {"x-default": "/"},
        post.get_absolute_url(): dict.fromkeys(("nl", "x-default"), post.get_absolute_url()),
        moved.get_absolute_url(): {},
        "/search/?q=tram": {},
    }

    for path, alternates in expected.items():
        links = Read(client, path).tree.xpath("//link[@hreflang]")
        told = {link.get("hreflang"): urlsplit(link.get("href")).path for link in links}
        assert told == alternates, path


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_text(client: Client, title: str) -> None:
    post = make_post(title=title)
    make_comment(post=post, body=f"{title} again")

    read = Read(client, post.get_absolute_url())

    assert read.node("NewsArticle")["headline"] == post.title
    assert read.meta("og:title") == [post.title]
    inside = {script.get("type"): script.text for script in read.tree.xpath("//script[not(@src)]")}
    assert inside.keys() == {None, "application/ld+json", "speculationrules"}
    assert (inside[None], inside["speculationrules"]) == (BOOT, NEXT_PAGES)
    assert len(read.tree.xpath("//script[not(@src)]")) == len(inside)


def test_reordering_marks_are_gone_from_the_head(client: Client) -> None:
    post = make_post(title="Tram \u202eevil\u202c line")

    read = Read(client, post.get_absolute_url())

    assert read.node("NewsArticle")["headline"] == "Tram evil line"


@pytest.mark.parametrize("state", ["draft", "hidden", "held"])
def test_what_is_not_public_is_not_indexed_and_describes_nothing(
    client: Client, state: str
) -> None:
    post = make_post(is_published=state != "draft")
    Post.objects.filter(pk=post.pk).update(status=state)
    client.force_login(post.author)

    read = Read(client, post.get_absolute_url())

    assert read.meta("robots") == ["noindex"]
    assert read.data["json-ld"] == []


def test_a_hidden_post_leaks_nothing_to_strangers(client: Client) -> None:
    post = publishing.hide_post(make_post(title="Secret berth"))

    answers = [client.get(path) for path in (post.get_absolute_url(), "/", "/members/alice/")]

    assert all("Secret berth" not in answer.content.decode() for answer in answers)


def test_newcomers_are_on_probation(client: Client) -> None:
    author = make_member("newcomer", trust_level=TrustLevel.NEW)
    post = make_post(author=author)

    for path in (post.get_absolute_url(), author.get_absolute_url()):
        read = Read(client, path)
        assert read.meta("robots") == ["noindex"]
        assert read.data["json-ld"] == []


@pytest.mark.parametrize(
    "path", ["/search/?q=tram", "/search/", "/accounts/login/", "/tags/tram/", "/categories/quiet/"]
)
def test_searches_forms_and_empty_pages_are_not_indexed(client: Client, path: str) -> None:
    make_category("Quiet")
    Post.objects.filter(pk=make_post(tags=("tram",)).pk).update(status="hidden")

    assert Read(client, path).meta("robots") == ["noindex"]


@pytest.mark.parametrize(
    "path", ["/", "/hot/", "/categories/", "/categories/harbour/", "/tags/tram/", "/members/alice/"]
)
def test_what_is_worth_finding_is_indexed_under_its_own_address(client: Client, path: str) -> None:
    make_post(tags=("tram",))

    read = Read(client, f"{path}?utm_source=elsewhere")

    assert read.meta("robots") == []
    assert read.link("canonical") == [f"{SITE}{path}"]
    assert_complete(read.graph)


def test_pages_of_a_listing_are_chained(client: Client) -> None:
    for number in range(35):
        make_post(title=f"Post {number}")

    first = Read(client, "/categories/harbour/")
    [following] = first.link("next")
    second = Read(client, following.removeprefix(SITE))

    assert first.link("prev") == []
    assert second.link("canonical") == [following]
    assert len(second.link("prev")) == 1
    assert second.link("next") == []


def test_the_front_page_tells_where_the_site_is_searched(client: Client) -> None:
    SiteSettings.objects.create(pk=1, name="The </script> Courant")
    make_post()

    read = Read(client, "/")

    target = read.node("WebSite")["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{SITE}/search/?q={{search_term_string}}"
    assert read.node("Organization")["name"] == "The </script> Courant"


def test_a_member_has_a_profile(client: Client) -> None:
    make_post(author=make_member("alice", display_name="Alice", bio="Writes."))

    person = Read(client, "/members/alice/").node("ProfilePage")["mainEntity"]

    assert (person["name"], person["description"]) == ("Alice", "Writes.")
    assert person["agentInteractionStatistic"]["userInteractionCount"] == 1


def test_breadcrumbs_are_shown_and_told(client: Client) -> None:
    post = make_post()

    read = Read(client, post.get_absolute_url())

    told = [item["name"] for item in read.node("BreadcrumbList")["itemListElement"]]
    shown = [each.text_content() for each in read.tree.xpath("//nav[@class='crumbs']//a")]
    assert told == ["Front page", "Categories", "Harbour", post.title]
    assert shown == told[:-1]


def test_only_public_comments_are_told_even_to_a_moderator(client: Client) -> None:
    post = make_post()
    gone = make_comment(post=post, body="Rubbish talk")
    make_comment(parent=gone, body="Stays")
    commenting.hide_comment(gone)
    client.force_login(post.author)

    node = Read(client, post.get_absolute_url()).node("NewsArticle")

    assert [each["text"] for each in node["comment"]] == ["Stays"]


def test_at_most_fifty_comments_are_told(client: Client) -> None:
    post, bob = make_post(), make_member("bob")
    for number in range(55):
        make_comment(post=post, author=bob, body=f"Answer {number}")

    node = Read(client, post.get_absolute_url()).node("NewsArticle")

    assert len(node["comment"]) == 50
    assert node["commentCount"] == 55


def test_the_head_asks_no_more_with_many_comments(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = make_full_post()
    client.get(post.get_absolute_url())
    with django_assert_max_num_queries(30) as few:
        client.get(post.get_absolute_url())
    for number in range(20):
        make_comment(post=post, author=make_member(f"voice{number}"))

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(post.get_absolute_url())


def test_a_correction_is_told(client: Client) -> None:
    post = make_post(category=make_category())
    publishing.edit_post(
        post, editor=post.author, draft=make_draft(), correction="It was four million."
    )
    post.refresh_from_db()

    node = Read(client, post.get_absolute_url()).node("NewsArticle")

    assert node["correction"][0]["text"] == "It was four million."
    assert node["dateModified"] >= node["datePublished"]
