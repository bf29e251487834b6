"""The site to measure on: exact, the same each time, and true to its own totals."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client

from accounts.models import User
from demo.scale.shape import NEWEST, SPAN, THREADS, Scale, comment_counts, published_at, view_counts
from feed.models import Category, Comment, Post
from tests.factories import make_member

SMALL = {"posts": 40, "comments": 1_300, "members": 20, "views": 999}


@pytest.mark.django_db
def test_it_writes_as_much_as_was_asked_for_counts_it_truly_and_leaves_a_site(
    client: Client,
) -> None:
    """One test, since writing takes longest."""
    call_command("seed_scale", **SMALL)
    newest = Post.objects.live().latest_first()[0]

    assert (Post.objects.live().count(), Comment.objects.live().count()) == (40, 1_300)
    assert User.objects.count() == 20
    assert Post.objects.aggregate(sum=Sum("view_count"))["sum"] == 999
    assert all(post.comment_count == post.comments.count() for post in Post.objects.all())
    assert all(each.post_count == each.posts.count() for each in Category.objects.all())
    assert client.get("/").status_code == 200
    assert client.get(newest.get_absolute_url()).context["post"].comment_count == THREADS[-1]
    assert make_member("alice").pk == 21


@pytest.mark.django_db
def test_nothing_is_mixed_with_what_people_wrote() -> None:
    make_member("alice")

    with pytest.raises(CommandError, match="empty"):
        call_command("seed_scale", **SMALL)


@pytest.mark.parametrize("wrong", [{"posts": 0}, {"members": 0}, {"comments": -1}])
def test_impossible_numbers_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        call_command("seed_scale", **(SMALL | wrong))


def test_the_same_numbers_give_the_same_site() -> None:
    scale = Scale(posts=500, comments=5_000, members=9, views=12_345)

    assert comment_counts(scale) == comment_counts(scale)
    assert sum(comment_counts(scale)) == 5_000
    assert comment_counts(scale)[-3:] == list(THREADS)
    assert sum(view_counts(scale)) == 12_345


@pytest.mark.parametrize("posts", [1, 3, 1_000_000, 100_000_000])
def test_posts_of_a_site_of_any_size_are_spread_evenly_over_the_same_years(posts: int) -> None:
    scale = Scale(posts=posts, comments=0, members=1, views=0)
    step = SPAN / posts

    assert published_at(posts - 1, scale) == NEWEST
    assert (
        timedelta() <= published_at(0, scale) - (NEWEST - SPAN) - step < timedelta(milliseconds=1)
    )
