"""Totals that counting hands over."""

import pytest
from django.db import transaction

from feed.models import Post
from feed.services.counts import add_views
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_drained_views_are_added_to_their_posts() -> None:
    one, other = make_post(), make_post()

    with transaction.atomic():
        add_views({one.pk: 3, other.pk: 1})
        add_views({one.pk: 2})

    assert dict(Post.objects.values_list("pk", "view_count")) == {one.pk: 5, other.pk: 1}


def test_views_of_a_post_that_is_gone_are_passed_over() -> None:
    post = make_post()

    with transaction.atomic():
        add_views({post.pk: 1, post.pk + 1000: 7})

    assert Post.objects.get().view_count == 1
