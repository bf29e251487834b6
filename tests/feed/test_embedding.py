"""Posts on other people's pages: what oEmbed tells, and the card in the frame."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import TrustLevel
from feed.models import Post
from feed.services.images import store_image
from feed.services.publishing import hide_post
from tests.factories import make_member, make_post, make_upload

pytestmark = pytest.mark.django_db


def url_of(post: Post) -> str:
    return settings.BASE_URL + post.get_absolute_url()


@pytest.fixture
def post() -> Post:
    alice = make_member("alice", display_name="Alice & Co")
    picture = store_image(owner=alice, upload=make_upload(size=(900, 600)))
    return make_post(author=alice, title='Berths <b>"deepened"</b>', lead_image=picture)


def test_a_program_learns_how_to_show_a_post(client: Client, post: Post) -> None:
    answer = client.get("/oembed/", {"url": url_of(post)})
    told = answer.json()

    assert (told["version"], told["type"], told["width"], told["height"]) == (
        "1.0",
        "rich",
        560,
        300,
    )
    assert (told["title"], told["author_name"]) == (post.title, "Alice & Co")
    assert told["html"].startswith(
        f'<iframe src="{url_of(post)}embed/" width="560" height="300" title="Berths &lt;b&gt;'
    )
    assert told["thumbnail_url"].startswith(settings.BASE_URL)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    narrow: dict[str, Any] = {"url": url_of(post), "maxwidth": "400", "maxheight": "150"}
    small = client.get("/oembed/", narrow).json()
    assert (small["width"], small["height"]) == (400, 150)
    assert "thumbnail_url" not in small
    xml = client.get("/oembed/", {"url": f"{settings.BASE_URL}/posts/{post.pk}/", "format": "xml"})
    assert xml.headers["Content-Type"].startswith("text/xml")
    tree = ET.fromstring(xml.content)
    assert tree.findtext("title") == post.title
    assert tree.findtext("html") == told["html"]


def test_the_article_leads_there_and_the_card_stands_in_any_frame(
    client: Client, post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:  # fmt: skip
    page = client.get(post.get_absolute_url()).content.decode()
    with django_assert_max_num_queries(3):
        card = client.get(f"{post.get_absolute_url()}embed/")

    assert f'type="application/json+oembed" href="{settings.BASE_URL}/oembed/?url=http' in page
    assert 'type="text/xml+oembed"' in page
    policy = card.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "X-Frame-Options" not in card.headers
    assert not card.cookies
    html = card.content.decode()
    assert "Berths &lt;b&gt;" in html
    assert "<script" not in html
    assert html.count("http") == 0
    assert (
        client.get(f"/posts/{post.pk}/old-words/embed/").headers["Location"]
        == f"{post.get_absolute_url()}embed/"
    )
    arabic = client.get(f"{post.get_absolute_url()}embed/", headers={"accept-language": "ar"})
    assert 'dir="rtl"' in arabic.content.decode()


def test_what_strangers_may_not_see_is_in_no_frame(client: Client, post: Post) -> None:
    new = make_post(author=make_member("nina", trust_level=TrustLevel.NEW))
    draft = make_post(is_published=False)
    hide_post(post)
    writer = Client()
    writer.force_login(draft.author)

    for each in (post, new, draft):
        assert client.get("/oembed/", {"url": url_of(each)}).status_code == 404
        assert client.get(f"{each.get_absolute_url()}embed/").status_code == 404
        assert "oembed" not in client.get(each.get_absolute_url()).content.decode()
        assert writer.get(f"{each.get_absolute_url()}embed/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 404),
        ({"url": "https://elsewhere.example/posts/1/x/"}, 404),
        ({"url": "/posts/1/x/"}, 404),
        ({"url": f"{settings.BASE_URL}/categories/"}, 404),
        ({"url": f"{settings.BASE_URL}/posts/{9**30}/x/"}, 404),
        ({"url": f"{settings.BASE_URL}/comments/1/"}, 404),
        ({"url": "https://[::1/"}, 404),
        ({"url": f"{settings.BASE_URL}/posts/1/x/", "format": "yaml"}, 501),
        ({"url": f"{settings.BASE_URL}/posts/1/x/", "maxwidth": "9"}, 400),
    ],
)
def test_odd_questions_have_a_status(client: Client, query: dict[str, str], status: int) -> None:
    assert client.get("/oembed/", query).status_code == status
    assert client.post("/oembed/", query).status_code == 405
