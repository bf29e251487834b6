"""Cards and the frame around pages are made once, and never shown once what they are made of has changed."""

import pytest
from django.test import Client
from django.utils.safestring import SafeString
from django.utils.translation import override

from config.freshness import SITE, TOUCHED, log_key
from config.redis import Client as Redis
from feed.models import Category, Post
from feed.templatetags.feed_cards import card
from tests.factories import make_category, make_member, make_post

pytestmark = pytest.mark.django_db


def _read(post: Post) -> Post:
    return Post.objects.select_related("author", "category", "lead_image", "link").get(pk=post.pk)


def test_a_card_is_made_once_for_all_who_read_it_and_once_for_each_kind() -> None:
    post = make_post()

    assert card(_read(post), "row") is card(_read(post), "row")
    assert card(_read(post), "row") != card(_read(post), "lead")


@pytest.mark.parametrize("field", ["title", "excerpt", "comment_count", "view_count"])
def test_a_card_shows_what_has_changed_of_its_post(field: str) -> None:
    post = make_post()
    before = card(_read(post), "row")
    Post.objects.filter(pk=post.pk).update(**{field: 4321})

    after = card(_read(post), "row")

    assert after != before
    assert "4321" in after or "4,321" in after


def test_a_card_shows_what_has_changed_beside_its_post() -> None:
    post = make_post(author=make_member("alice"))
    card(_read(post), "row")
    Category.objects.filter(pk=post.category_id).update(name="Kittiwakes")
    type(post.author).objects.filter(pk=post.author_id).update(display_name="Alice of the cliff")

    after = card(_read(post), "row")

    assert "Kittiwakes" in after
    assert "Alice of the cliff" in after


def test_a_card_speaks_the_readers_language() -> None:
    post = _read(make_post())

    with override("nl"):
        dutch = card(post, "row")

    assert dutch != card(post, "row")


def test_text_that_is_not_safe_is_escaped_though_the_same_text_was_safe_before() -> None:
    post = _read(make_post())
    post.title = SafeString("<mark>Kittiwakes</mark>")
    card(post, "row")
    post.title = "<mark>Kittiwakes</mark>"

    assert "&lt;mark&gt;" in card(post, "row")


def test_the_frame_is_kept_until_the_site_is_touched(client: Client, following: Redis) -> None:
    category = make_category("Nature")
    assert "Nature" in client.get("/hot/").content.decode()
    Category.objects.filter(pk=category.pk).update(name="Kittiwakes")
    kept = client.get("/hot/").content.decode()
    following.xadd(log_key(), {TOUCHED: SITE})
    fresh = client.get("/hot/").content.decode()

    assert "Kittiwakes" not in kept
    assert "Kittiwakes" in fresh


def test_a_kept_frame_is_no_other_readers(client: Client, following: Redis) -> None:
    client.get("/hot/?after=1&x=%22%3E")
    stranger = client.get("/hot/").content.decode()
    client.force_login(make_member("alice"))
    member = client.get("/hot/").content.decode()

    assert 'name="next" value="/hot/"' in stranger
    assert "Become a member" in stranger
    assert "Become a member" not in member
    assert "Sign out" in member


def test_the_address_in_a_kept_frame_is_escaped(client: Client, following: Redis) -> None:
    page = client.get("/search/?q=a&x='\"<b>").content.decode()

    assert 'name="next" value="/search/?q=a&amp;x=' in page
    assert "<b>" not in page
    assert "\N{NULL}" not in page
