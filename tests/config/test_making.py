"""Models that a prepared question makes are those that Django makes."""

from typing import Any

import pytest
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from config.prepared import is_one_of, prepared_models
from feed.models import Image, Post
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def asked(key: int) -> Any:
    return (
        Post.objects.select_related("author", "category", "lead_image", "series")
        .defer("body", "author__bio")
        .filter(is_one_of(key))
        .order_by("pk")
    )


def facts_of(row: Model | None) -> Any:
    """All that a row holds, and the rows that it holds."""
    if row is None:
        return None
    own = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    beside = {name: facts_of(each) for name, each in row._state.fields_cache.items()}
    return type(row), own, beside, row._state.adding, row._state.db


def test_a_row_is_made_as_django_makes_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    member = make_member("bob", bio="Watches gulls.")
    image = Image.objects.create(owner=member, file="images/gull.webp", width=640, height=480)
    posts = [make_post(author=member, tags=("gulls",)), make_post()]
    Post.objects.filter(pk=posts[0].pk).update(lead_image=image)
    pks = [post.pk for post in posts]

    made = prepared_models("test of making", asked, pks)

    by_django = Post.objects.select_related("author", "category", "lead_image", "series")
    by_django = by_django.defer("body", "author__bio").filter(pk__in=pks).order_by("pk")
    assert [facts_of(row) for row in made] == [facts_of(row) for row in by_django]
    assert made[0].lead_image is not None
    assert made[0].lead_image.file.name == "images/gull.webp"
    assert made[1].lead_image is None
    with django_assert_num_queries(2):
        assert (made[0].author.bio, made[0].body) == ("Watches gulls.", posts[0].body)
