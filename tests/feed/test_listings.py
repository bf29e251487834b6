"""Pages that list posts: the five questions, and the budgets."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from feed.models import Post
from feed.selectors.feeds import LATEST
from feed.selectors.pages import Cursor
from feed.services import publishing
from tests.factories import make_category, make_comment, make_member, make_post

pytestmark = pytest.mark.django_db

LISTINGS = (
    "/",
    "/hot/",
    "/categories/",
    "/categories/harbour/",
    "/categories/harbour/hot/",
    "/tags/dredging/",
    "/tags/dredging/hot/",
    "/members/alice/",
    "/search/?q=harbour",
)


def test_each_listing_shows_a_published_post_no_draft_and_no_hidden_one_and_is_not_written_to(
    client: Client,
) -> None:
    post = make_post(tags=("dredging",))
    draft = make_post(is_published=False, title="Secret harbour draft", tags=("dredging",))
    hidden = publishing.hide_post(make_post(title="Hidden harbour plan", tags=("dredging",)))

    for path in LISTINGS:
        response = client.get(path)

        page = response.content.decode()
        assert response.status_code == 200, path
        assert (post.title if path != "/categories/" else "Harbour") in page, path
        assert draft.title not in page, path
        assert hidden.title not in page, path
        assert client.post(path).status_code == 405, path


@pytest.mark.parametrize(
    "path",
    ["/categories/nowhere/", "/tags/nothing/", "/members/nobody/", "/categories/nowhere/hot/"],
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("cursor", ["junk", "a" * 10_000, "W10", "e30"])
def test_a_broken_cursor_is_a_clear_400(client: Client, cursor: str) -> None:
    make_post(tags=("dredging",))

    for path in LISTINGS:
        if path != "/categories/":
            response = client.get(path, {"after": cursor, "q": "harbour"})

            assert response.status_code == 400, path
            assert "Start again" in response.content.decode(), path


def test_a_cursor_of_another_list_is_refused(client: Client) -> None:
    post = make_post()
    cursor = str(Cursor(LATEST.name, post.published_at, post.pk))  # type: ignore[arg-type]

    assert client.get("/categories/harbour/", {"after": cursor}).status_code == 400


def test_a_huge_page_number_is_no_page_number(client: Client) -> None:
    assert client.get("/", {"page": str(10**9)}).status_code == 200


def test_a_listing_asks_as_often_for_thirty_posts_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_post(author=make_member("alice"), tags=("dredging", f"tag{number}"))

    for path in LISTINGS:
        with django_assert_max_num_queries(8):
            client.get(path)


def test_following_the_links_shows_each_post_once(client: Client) -> None:
    made = {make_post().pk for _ in range(45)}
    seen: list[int] = []
    path = "/"

    while path:
        page = client.get(path).context["page"]
        seen += [post.pk for post in page.posts]
        path = f"/?after={page.next_cursor}" if page.next_cursor else ""

    assert len(seen) == len(made)
    assert set(seen) == made


def test_the_featured_post_leads_the_front_page_and_is_not_repeated(client: Client) -> None:
    post, other = make_post(), make_post()
    publishing.feature_post(post, is_featured=True)

    context = client.get("/").context

    assert context["featured"].pk == post.pk
    assert [each.pk for each in context["page"].posts] == [other.pk]


def test_a_lively_discussion_rises_in_hot_but_not_in_latest(client: Client) -> None:
    older, newer = make_post(), make_post()
    for name in ("bob", "carol", "dave"):
        make_comment(post=older, author=make_member(name))

    hot = [post.pk for post in client.get("/hot/").context["page"].posts]
    latest = [post.pk for post in client.get("/").context["page"].posts]

    assert hot == [older.pk, newer.pk]
    assert latest == [newer.pk, older.pk]


def test_search_knows_the_grammar_of_the_posts_language(client: Client) -> None:
    dutch = make_post(title="De treinen staan stil", body="Iedere avond.", language="nl")
    english = make_post(title="The bridges open", body="Every evening.", language="en")

    found_dutch = client.get("/search/", {"q": "trein"}).context["results"].posts
    found_english = client.get("/search/", {"q": "bridge"}).context["results"].posts

    assert [post.pk for post in found_dutch] == [dutch.pk]
    assert [post.pk for post in found_english] == [english.pk]


def test_nothing_that_is_searched_for_is_an_error(client: Client) -> None:
    for query in ("'", '"', "a & | !", "(((", ":*", "\\", "-", "💥", "or", " ", "x" * 5000):
        assert client.get("/search/", {"q": query}).status_code == 200, query


def test_a_title_match_comes_before_a_match_in_the_text(client: Client) -> None:
    body = make_post(title="Evening news", body="A word about the lighthouse.")
    title = make_post(title="The lighthouse", body="Evening news.")
    Post.objects.filter(pk=title.pk).update(published_at=body.published_at)

    found = client.get("/search/", {"q": "lighthouse"}).context["results"].posts

    assert [post.pk for post in found] == [title.pk, body.pk]


def test_a_member_is_found_whatever_the_case(client: Client) -> None:
    make_post()

    assert client.get("/members/ALICE/").status_code == 200


def test_categories_show_their_counts(client: Client) -> None:
    make_post()
    make_category("Market")

    context = client.get(reverse("feed:categories")).context

    assert {each.name: each.post_count for each in context["categories"]} == {
        "Harbour": 1,
        "Market": 0,
    }


def test_every_second_page_leads_back_to_the_top_of_its_list(client: Client) -> None:
    alice = make_member("alice")
    for _number in range(21):
        make_post(author=alice, tags=("trams",), body="Seagulls everywhere.")
    heads = ("/", "/hot/", "/top/all/", "/categories/harbour/", "/tags/trams/?view=cards")
    tops = dict.fromkeys((*heads, "/members/alice/"), ".")
    tops |= {"/tags/trams/?view=cards": "?view=cards", "/search/?q=seagulls": "?q=seagulls"}

    for head, top in tops.items():
        first = client.get(head).content.decode()
        further = re.search(r'<a [^>]*rel="next" href="([^"]+)"', first)
        assert further, head
        query = urlsplit(unescape(further[1])).query
        second = client.get(f"{head.partition('?')[0]}?{query}").content.decode()

        assert "To the top of the list" not in first
        assert f'href="{top}">To the top of the list' in second, head
