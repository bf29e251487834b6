"""Names that pictures show are changed in the admin; the pictures follow."""

import pytest
from django.test import Client
from django.urls import reverse

from feed.models import Category, Post
from tests.factories import enter_surely, make_category, make_member, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanneke(client: Client) -> Client:
    """An administrator's browser."""
    enter_surely(client, make_member("hanneke", is_staff=True, is_superuser=True))
    return client


def is_due(post: Post) -> bool:
    return Post.objects.filter(pk=post.pk, share_image_due=True).exists()


def rename(browser: Client, category: Category, **words: str) -> None:
    page = reverse("admin:feed_category_change", args=[category.pk])
    filled = {"name": category.name, "slug": category.slug, "description": "", "position": "1"}
    assert browser.post(page, filled | words).status_code == 302


def test_a_renamed_category_has_the_pictures_of_its_posts_drawn_again(hanneke: Client) -> None:
    here, there = make_post(), make_post(category=make_category(name="Sport", slug="sport"))
    Post.objects.update(share_image_due=False)

    rename(hanneke, here.category, name="The quays")

    assert (is_due(here), is_due(there)) == (True, False)


def test_a_category_that_only_moves_keeps_its_pictures(hanneke: Client) -> None:
    post = make_post()
    Post.objects.update(share_image_due=False)

    rename(hanneke, post.category, position="7")

    assert not is_due(post)


def test_a_renamed_site_has_every_picture_drawn_again(hanneke: Client) -> None:
    post = make_post()
    Post.objects.update(share_image_due=False)

    hanneke.post(
        reverse("admin:feed_sitesettings_change", args=[1]),
        {"name": "The Courant", "crawlers": "all"},
    )

    assert is_due(post)
