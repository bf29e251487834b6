"""What members on probation write helps nobody who sells links, until time, readers or a moderator end it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import TrustLevel, TrustRule, User
from feed.models import Category, Post
from feed.selectors.for_you import for_you_page
from feed.selectors.readers import reader_of
from feed.services.trusting import settle_trust
from feed.text.earned import Links, as_earned
from feed.text.markdown import render_article
from moderation.services import vouch_for_member
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db
BODY = "Read [the offer](https://shop.example/a) and [our own](/about/), then <https://b.example>."
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


def make_newcomer(name: str = "nora") -> User:
    return make_member(name, trust_level=TrustLevel.NEW)


def make_newcomers_post(**fields: Any) -> Post:
    """Published in spite of its links, as after a moderator's look."""
    post = make_post(author=make_newcomer(), **({"body": BODY} | fields))
    Post.objects.filter(pk=post.pk).update(
        status="published", published_at=timezone.now(), share_image_due=False
    )
    post.refresh_from_db()
    return post


def page_of(client: Client, post: Post) -> str:
    return client.get(post.get_absolute_url()).content.decode()


def test_links_are_words_then_unfollowed_then_followed_as_the_author_rises(client: Client) -> None:
    post = make_newcomers_post()
    pages = {}

    for level in (TrustLevel.NEW, TrustLevel.BASIC, TrustLevel.MEMBER):
        User.objects.filter(pk=post.author_id).update(trust_level=level)
        pages[level] = page_of(client, post)

    offer = '<a href="https://shop.example/a" rel="{}">the offer</a>'
    assert "Read the offer and" in pages[TrustLevel.NEW]
    assert "shop.example" not in pages[TrustLevel.NEW]
    assert '<a href="/about/"' in pages[TrustLevel.NEW]
    assert offer.format("nofollow ugc noopener") in pages[TrustLevel.BASIC]
    assert offer.format("ugc noopener") in pages[TrustLevel.MEMBER]


def test_the_administrators_table_says_whose_links_are_followed(client: Client) -> None:
    post = make_post(body=BODY)
    TrustRule.objects.update(has_followed_links=False)

    assert 'href="https://shop.example/a" rel="nofollow ugc noopener"' in page_of(client, post)


def test_comments_and_the_card_of_a_link_follow_the_same_rule(client: Client) -> None:
    post = make_newcomers_post(link_url="https://shop.example/offer")
    good = make_post()
    comment = make_comment(post=good, author=post.author, body="See https://shop.example/b")
    type(comment).objects.update(status="published")

    pages = [page_of(client, post), page_of(client, good), client.get("/").content.decode()]
    answers = [
        client.get(path).json()
        for path in (f"/api/v1/posts/{post.pk}/", f"/api/v1/posts/{good.pk}/comments/")
    ]

    assert not any('href="https://shop.example' in page for page in pages)
    assert '<a href="https' not in answers[0]["body_html"]
    assert "<a href" not in answers[1]["results"][0]["body_html"]


def test_a_video_of_a_newcomer_is_its_address() -> None:
    html = render_article(VIDEO)

    plain = as_earned(html, Links.WORDS)

    assert "data-frame" in html
    assert "data-frame" not in plain
    assert "<a" not in plain
    assert as_earned(html, Links.UNFOLLOWED) == html


@pytest.mark.parametrize(
    "body", ['rel="nofollow ugc noopener"', '<a href="x">', '`<a href="x" rel="y">`']
)
def test_what_only_looks_like_a_link_stays_as_it_was_written(body: str) -> None:
    html = render_article(body)

    assert {as_earned(html, links) for links in Links} == {html}


def test_nothing_outside_the_site_hears_of_posts_of_newcomers(client: Client) -> None:
    post = make_newcomers_post(canonical_url="https://shop.example/original")
    make_comment(post=(good := make_post()), author=post.author, body="A newcomer's thought.")
    Category.objects.update(post_count=5)
    reader = make_member("rita")

    page = page_of(client, post)
    elsewhere = [
        client.get(path).content.decode()
        for path in ("/feed.rss", "/feed.json", f"{post.author.get_absolute_url()}feed.atom", f"/posts/{good.pk}/comments.rss")
    ]  # fmt: skip
    mine = for_you_page(reader, reader=reader_of(reader), cursor=None, now=timezone.now())

    assert '<meta name="robots" content="noindex">' in page
    assert "og:image" not in page
    assert "shop.example" not in page
    assert "application/ld+json" not in page or '"@type": "Article"' not in page
    assert not any(post.title in text or "newcomer" in text for text in elsewhere)
    assert post not in [item.post for item in mine.items]
    assert good in [item.post for item in mine.items]
    assert post not in Post.objects.indexable()


def test_a_moderator_ends_a_probation_once_and_everything_follows(client: Client) -> None:
    post = make_newcomers_post()
    client.force_login(make_moderator())
    data = {"decide_vouch": "", "username": "nora"}

    client.post(f"/admin/accounts/user/{post.author_id}/change/", data)

    member = User.objects.get(pk=post.author_id)
    post.refresh_from_db()
    assert (member.trust_level, member.trust_floor) == (TrustLevel.BASIC, TrustLevel.BASIC)
    assert post.share_image_due
    assert post in Post.objects.indexable()
    assert vouch_for_member(member=member, actor=make_moderator()) is None


def test_settling_nobody_changes_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        settle_trust([])
