"""What search finds, in which order, and for whom."""

import re
from html import unescape

import pytest
from django.test import Client

from feed.models import Post
from feed.services.muting import set_muted
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db

NEXT, PREVIOUS = (re.compile(rf'rel="{way}" href="([^"]+)"') for way in ("next", "prev"))


def _found(client: Client, query: str) -> list[int]:
    return [post.pk for post in client.get("/search/", {"q": query}).context["results"].posts]


def _follow(link: re.Pattern[str], page: str) -> str:
    found = link.search(page)
    assert found, page
    return f"/search/{unescape(found[1])}"


def test_words_are_read_as_the_language_of_each_post_reads_them(client: Client) -> None:
    """Some queries mean the same in all languages, others in some, others in none."""
    english = make_post(title="Trains and bridges", language="en")
    dutch = make_post(title="Treinen en bruggen", language="nl")
    another = make_post(title="Treinen bridges 1953", language="eo")

    assert _found(client, "bridge") == [english.pk]
    assert _found(client, "trein") == [dutch.pk]
    assert set(_found(client, "treinen")) == {dutch.pk, another.pk}
    assert set(_found(client, "bridges")) == {english.pk, another.pk}
    assert set(_found(client, "bridges -1953")) == {english.pk}
    assert _found(client, "1953") == [another.pk]
    assert set(_found(client, "the")) == {dutch.pk, another.pk}


def test_pages_of_results_lead_on_and_back_for_everybody(client: Client) -> None:
    mallory, bob = make_member("mallory"), make_member("bob")
    posts = [make_post(body="Seagulls. " * (number % 7 + 1)) for number in range(22)]
    unwanted = make_post(author=mallory, title="Seagulls", body="Seagulls")
    set_muted(bob, subject=mallory, is_on=True)
    reader = Client()
    reader.force_login(bob)

    for each, seen in ((client, [*posts, unwanted]), (reader, posts)):
        first = each.get("/search/", {"q": "seagulls"})
        second = each.get(_follow(NEXT, first.content.decode()))
        back = each.get(_follow(PREVIOUS, second.content.decode()))

        pages = [page.context["results"].posts for page in (first, second, back)]
        assert len(pages[0]) == 20
        assert pages[2] == pages[0]
        assert {post.pk for post in pages[0] + pages[1]} == {post.pk for post in seen}
        assert [post.relevance for post in pages[0]] == sorted(
            (post.relevance for post in pages[0]), reverse=True
        )


def test_what_was_searched_for_is_shown_as_it_was_typed_and_nothing_more(client: Client) -> None:
    make_post()
    query = "harbour or \"<b>&x='"

    page = client.get("/search/", {"q": query}).content.decode()

    assert page.count("harbour or &quot;&lt;b&gt;&amp;x=&#x27;") >= 3
    assert "/search/feed.rss?q=harbour+or+%22%3Cb%3E%26x%3D%27" in page
    assert "<b>" not in page
    assert Post.objects.live().count() == 1
