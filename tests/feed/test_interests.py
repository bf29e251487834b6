"""What For you learns of a member, and how it forgets."""

from functools import partial

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.redis import Client as Redis
from counting.tokens import make_token
from feed.models import Encoder, MemberInterests, Post, PostVector, Reading
from feed.models.vectors import VECTOR_SIZE
from feed.read_more.interests import interest_of, likeness_to, neighbours_of
from feed.selectors.for_you import OPENED, signs_of
from feed.selectors.readership import FINISH
from tests.factories import make_member, make_post

pytestmark = pytest.mark.django_db


def place(post: Post, direction: int) -> None:
    """Let an encoder have put a post in one direction."""
    dense = np.zeros(VECTOR_SIZE)
    dense[direction] = 1.0
    encoder, _ = Encoder.objects.get_or_create(name="axes 1", defaults={"is_serving": True})
    PostVector.objects.create(post=post, encoder=encoder, language="en", dense=dense.tolist())


def test_an_interest_lies_near_what_was_read_and_far_from_the_rest() -> None:
    trams, bridges, soup = make_post(), make_post(), make_post()
    for post, direction in ((trams, 0), (bridges, 0), (soup, 5)):
        place(post, direction)

    interest = interest_of({trams.pk: 1.0})

    assert interest is not None
    assert likeness_to(interest, [bridges.pk, soup.pk]) == {bridges.pk: 1.0, soup.pk: 0.0}
    assert set(neighbours_of(interest, limit=2)) == {trams.pk, bridges.pk}


def test_who_read_nothing_has_no_interest() -> None:
    assert interest_of({}) is None
    assert interest_of({make_post().pk: 1.0}) is None


def test_one_click_forgets_and_another_stops_learning(client: Client) -> None:
    bob, post = make_member("bob"), make_post()
    Reading.objects.create(member=bob, post=post, read_at=timezone.now())
    client.force_login(bob)
    before = signs_of(bob)

    forgot = client.post(reverse("feed:interests"), {"act": "forget"})
    after = signs_of(bob)
    stopped = client.post(reverse("feed:interests"), {"act": "off"})
    Reading.objects.filter(member=bob).update(read_at=timezone.now())

    assert (forgot.status_code, stopped.status_code) == (302, 302)
    assert (before, after, signs_of(bob)) == ({post.pk: OPENED}, {}, {})
    assert MemberInterests.objects.get(member=bob).is_on is False


def test_a_beacon_of_the_end_of_a_text_tells_what_a_member_likes_and_of_strangers_nothing(
    client: Client, redis: Redis
) -> None:
    bob, post = make_member("bob"), make_post()
    report = partial(
        client.post,
        reverse("counting:beacon"),
        {"tokens": [make_token(FINISH, subject=post.pk, now=timezone.now())]},
        content_type="application/json",
        headers={"user-agent": "Mozilla/5.0 Firefox/140.0", "sec-fetch-site": "same-origin"},
    )

    strangers = report()
    nobody = Reading.objects.exists()
    client.force_login(bob)
    members = report()

    assert (strangers.status_code, members.status_code, nobody) == (204, 204, False)
    assert Reading.objects.get(finished_at__isnull=False).post_id == post.pk


def test_an_act_that_does_not_exist_changes_nothing(client: Client) -> None:
    client.force_login(make_member("bob"))

    response = client.post(reverse("feed:interests"), {"act": "explode"})

    assert response.status_code == 302
    assert not MemberInterests.objects.exists()


def test_strangers_are_asked_to_sign_in_and_links_do_nothing(client: Client) -> None:
    assert reverse("account_login") in client.post(reverse("feed:interests"))["Location"]
    client.force_login(make_member("bob"))
    assert client.get(reverse("feed:interests")).status_code == 405
