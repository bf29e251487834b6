"""Readers and moderators say what they think of recommendations."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import TrustLevel
from config.redis import Client as Redis
from counting.drain import drain_all
from counting.tokens import make_token, read_token
from feed.models import NotRelevant, Post, ReadMoreList, ReadMoreRule, ReadMoreRun
from feed.read_more.loading import load_rules
from feed.selectors.read_more import read_more
from feed.selectors.recommended import FOLLOWED, SEEN, subject_of
from feed.services import publishing, recommending
from tests.counting.reporting import BROWSER
from tests.factories import make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Post, Post]:
    """A post with one recommendation."""
    first, second = make_post(author=make_member("alice")), make_post(author=make_member("carol"))
    items = [
        {"post": second.pk, "score": 0.5, "reason": "about", "words": "Brightsea", "language": "en"}
    ]
    ReadMoreList.objects.update_or_create(
        post=first,
        defaults={
            "items": items, "recommended": [second.pk], "engine": "by hand", "built_at": timezone.now(),
        },
    )  # fmt: skip
    return first, second


def address(pair: tuple[Post, Post]) -> str:
    return reverse("feed:not-relevant", args=[pair[0].pk, pair[1].pk])


def test_a_member_takes_a_recommendation_from_the_page(
    client: Client, pair: tuple[Post, Post]
) -> None:
    bob = make_member("bob")
    client.force_login(bob)

    response = client.post(address(pair))

    assert response.status_code == 302
    assert read_more(pair[0], visitor=bob) == []
    assert [one.post for one in read_more(pair[0], visitor=AnonymousUser())] == [pair[1]]


def test_the_page_offers_the_button_to_members_only(
    client: Client, pair: tuple[Post, Post]
) -> None:
    strangers = client.get(pair[0].get_absolute_url()).content.decode()
    client.force_login(make_member("bob"))
    members = client.get(pair[0].get_absolute_url()).content.decode()

    assert address(pair) in members
    assert address(pair) not in strangers
    assert "Also about Brightsea" in strangers


def test_saying_it_twice_counts_once(client: Client, pair: tuple[Post, Post]) -> None:
    client.force_login(make_member("bob"))

    client.post(address(pair))
    client.post(address(pair))

    assert NotRelevant.objects.count() == 1


def test_a_stranger_is_asked_to_sign_in(client: Client, pair: tuple[Post, Post]) -> None:
    response = client.post(address(pair))

    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]
    assert not NotRelevant.objects.exists()


def test_a_link_cannot_say_it(client: Client, pair: tuple[Post, Post]) -> None:
    client.force_login(make_member("bob"))

    assert client.get(address(pair)).status_code == 405


def test_what_is_hidden_or_missing_is_not_found(client: Client, pair: tuple[Post, Post]) -> None:
    client.force_login(make_member("bob"))
    publishing.hide_post(pair[1])

    assert client.post(address(pair)).status_code == 404
    assert client.post(reverse("feed:not-relevant", args=[pair[0].pk, 999])).status_code == 404


def test_words_of_members_on_probation_do_not_reach_others(pair: tuple[Post, Post]) -> None:
    newcomer, regular = make_member("newcomer", trust_level=TrustLevel.NEW), make_member("bob")
    for member in (newcomer, regular):
        recommending.call_not_relevant(member=member, under=pair[0], post=pair[1])

    assert load_rules([pair[0].pk])[pair[0].pk].objections == {pair[1].pk: 1}


def test_a_rule_for_one_list_makes_it_due(pair: tuple[Post, Post]) -> None:
    ReadMoreList.objects.filter(post=pair[0]).update(engine="old")
    rule = ReadMoreRule.objects.create(under=pair[0], post=pair[1])

    recommending.apply_rule(rule)

    assert Post.objects.get(pk=pair[0].pk).read_more_due
    assert not ReadMoreRun.objects.exists()


def test_a_rule_for_the_site_builds_all_lists_again(pair: tuple[Post, Post]) -> None:
    rule = ReadMoreRule.objects.create(domain="www.Example.org")

    recommending.apply_rule(rule)

    assert ReadMoreRun.objects.count() == 1
    assert load_rules([pair[0].pk])[pair[0].pk].excluded_domains == {"example.org"}


def test_a_moderator_makes_a_rule_in_the_admin(client: Client, pair: tuple[Post, Post]) -> None:
    mona = make_moderator()
    client.force_login(mona)
    said = {"verdict": "exclude", "under": pair[0].pk, "post": pair[1].pk, "domain": "", "note": ""}

    response = client.post(reverse("admin:feed_readmorerule_add"), said)

    assert response.status_code == 302, response.content.decode()[:2000]
    assert ReadMoreRule.objects.get().made_by == mona


def test_a_rule_about_nothing_is_refused_with_words(
    client: Client, pair: tuple[Post, Post]
) -> None:
    client.force_login(make_moderator())

    response = client.post(
        reverse("admin:feed_readmorerule_add"), {"verdict": "exclude", "under": pair[0].pk}
    )

    assert "Name one thing" in response.content.decode()


def test_what_readers_saw_and_followed_is_shown_to_moderators_by_place(
    client: Client, redis: Redis
) -> None:
    kept, removed = make_post(title="Kept"), make_post(title="Removed")
    tokens = [
        make_token(kind, subject=subject_of(post.pk, place), now=timezone.now())
        for kind, post, place in ((SEEN, kept, 1), (SEEN, removed, 2), (FOLLOWED, kept, 1))
    ]
    client.post(
        reverse("counting:beacon"),
        {"tokens": tokens},
        content_type="application/json",
        headers={"user-agent": BROWSER, "sec-fetch-site": "same-origin"},
    )
    drain_all(redis=redis)
    publishing.hide_post(removed)
    client.force_login(make_moderator())

    page = client.get(reverse("admin:feed_readmorelist_changelist"))

    first, second, *others = page.context["places"]
    assert (first.seen, first.followed, first.removed, first.click_through_pct) == (1, 1, 0, 100.0)
    assert (second.seen, second.followed, second.removed_pct) == (1, 0, 100.0)
    assert [one.seen for one in others] == [0, 0, 0]
    assert "Removed later" in page.content.decode()


def test_the_page_tells_counting_of_each_recommendation(client: Client) -> None:
    post, other = make_post(), make_post()
    item = {"post": other.pk, "score": 0.5, "reason": "subject", "words": "", "language": "en"}
    ReadMoreList.objects.create(post=post, items=[item], engine="t", built_at=timezone.now())

    page = client.get(post.get_absolute_url()).content.decode()

    marks = re.findall(r'<li data-beacon-viewable="([^"]+)" data-beacon-click="([^"]+)"', page)
    [tokens] = [[read_token(text) for text in pair] for pair in marks]
    assert [token.kind for token in tokens] == [SEEN, FOLLOWED]
    assert {token.subject for token in tokens} == {subject_of(other.pk, 1)}
