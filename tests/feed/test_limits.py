"""Each trust level allows so much in a text and so often in a day, at every door, counted without a gap."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Deed, Spending, TrustLevel, TrustRule, User
from feed.errors import DailyLimitError, TooMuchInTextError
from feed.models import CommentVote, Post, PostStatus, Reaction, ReactionKind
from feed.services import commenting, publishing, reacting, scheduling, voting
from feed.services.limits import OVER_LIMIT
from tests.factories import make_comment, make_draft, make_member, make_moderator, make_post
from tests.feed.at_once import at_once

pytestmark = pytest.mark.django_db


def allow(**columns: float) -> None:
    """What the level of `make_member` allows from now on."""
    TrustRule.objects.filter(level=TrustLevel.MEMBER).update(**columns)


def draft_of(author: User) -> Post:
    return make_post(author=author, is_published=False)


def test_the_post_beyond_those_of_a_day_stays_a_draft_and_its_author_hears_when_and_how() -> None:
    allow(posts_per_day=2)
    alice = make_member("alice")
    drafts = [draft_of(alice) for _number in range(3)]
    for draft in drafts[:2]:
        publishing.publish_post(draft, actor=alice)

    with pytest.raises(DailyLimitError) as refusal:
        publishing.publish_post(drafts[2], actor=alice)

    drafts[2].refresh_from_db()
    words = str(refusal.value)
    assert drafts[2].is_draft
    assert "member, you can publish 2 posts in 24 hours. You can go on in 23" in words
    assert "The level regular allows 20. You reach it by yourself: days as a member 60" in words


def test_a_day_after_the_first_deed_the_count_begins_anew() -> None:
    allow(posts_per_day=1)
    alice = make_member("alice")
    publishing.publish_post(draft_of(alice), actor=alice)
    Spending.objects.update(since=timezone.now() - timedelta(hours=24))

    publishing.publish_post(draft_of(alice), actor=alice)

    assert Spending.objects.get().count == 1
    with pytest.raises(DailyLimitError):
        publishing.publish_post(draft_of(alice), actor=alice)


def test_every_deed_has_its_limit_and_what_is_refused_leaves_nothing() -> None:
    allow(comments_per_day=1, edits_per_day=1, reactions_per_day=1)
    bob, post, other = make_member("bob"), make_post(), make_post()
    comment = make_comment(post=post, author=bob)
    mine, alices = make_post(author=bob), make_comment(post=post, author=make_member("alice"))
    commenting.edit_comment(comment, body="Better said.")
    reacting.react(post=post, member=bob, kind=ReactionKind.LIKE)
    refused: list[Callable[[], object]] = [
        lambda: commenting.add_comment(post=post, author=bob, body="Once more."),
        lambda: commenting.edit_comment(comment, body="Still better."),
        lambda: publishing.edit_post(mine, editor=bob, draft=make_draft(title="Another")),
        lambda: reacting.react(post=other, member=bob, kind=ReactionKind.LIKE),
        lambda: voting.vote(alices, member=bob, is_helpful=True),
    ]

    for deed in refused:
        with pytest.raises(DailyLimitError):
            deed()

    assert post.comments.count() == 2
    assert not CommentVote.objects.exists()
    assert Reaction.objects.count() == 1
    reacting.react(
        post=post, member=bob, kind=ReactionKind.FUNNY
    )  # another kind is no other reaction


def test_drafts_are_changed_as_often_as_one_likes_and_moderators_work_without_limits() -> None:
    allow(edits_per_day=0, posts_per_day=0, links_per_text=0)
    alice, mona = make_member("alice"), make_moderator()
    draft = draft_of(alice)

    publishing.edit_post(draft, editor=alice, draft=make_draft(title="Another"))
    published = make_post(author=mona, body="[One](https://one.example) link.")

    assert published.is_live
    assert not Spending.objects.exists()


@pytest.mark.parametrize(
    ("limit", "fields", "words"),
    [
        ("links_per_text", {"body": "[a](https://a.example) and <https://b.example>"}, "1 link; yours has 2"),
        ("links_per_text", {"body": "<https://b.example>", "link_url": "https://a.example/"}, "1 link; yours has 2"),
        ("images_per_text", {"body": "![a](/media/a.webp) ![b](/media/b.webp)"}, "1 picture; yours has 2"),
    ],
)  # fmt: skip
def test_a_text_with_more_than_the_level_allows_is_not_published(
    limit: str, fields: dict[str, Any], words: str
) -> None:
    allow(**{limit: 1})
    alice = make_member("alice")

    with pytest.raises(TooMuchInTextError, match=words):
        make_post(author=alice, **fields)

    assert Post.objects.get().is_draft


def test_links_within_the_site_do_not_count() -> None:
    allow(links_per_text=0)

    assert make_post(body="See [this](/posts/1/) and [that](#there).").is_live


def test_the_form_keeps_what_was_typed_and_says_the_limit(client: Client) -> None:
    allow(links_per_text=0)
    alice = make_member("alice")
    client.force_login(alice)
    post = make_post(author=alice)
    form = {
        "title": post.title, "category": post.category_id, "language": "en", "action": "save",
        "version": post.version, "body": "Look: <https://a.example>",
    }  # fmt: skip

    saved = client.post(f"/posts/{post.pk}/edit/", form)
    answered = client.post(f"/posts/{post.pk}/comments/", {"body": "Look: https://a.example"})

    for response in (saved, answered):
        page = response.content.decode()
        assert response.status_code == 422
        assert "Look: " in page
        assert "can have 0 links; yours has 1. Take some out" in page


def test_a_scheduled_post_beyond_the_day_waits_for_the_next_and_one_with_too_much_for_a_moderator() -> (
    None
):
    allow(posts_per_day=1, links_per_text=1)
    alice = make_member("alice")
    full = make_post(
        author=alice, is_published=False, body="<https://a.example> <https://b.example>"
    )
    first, second = draft_of(alice), draft_of(alice)
    past = timezone.now() - timedelta(minutes=5)
    for number, post in enumerate((first, second, full)):
        at = past + timedelta(seconds=number)
        Post.objects.filter(pk=post.pk).update(status=PostStatus.SCHEDULED, scheduled_for=at)

    published = scheduling.publish_due()

    for post in (first, second, full):
        post.refresh_from_db()
    assert published == 2
    assert first.is_live
    assert second.is_scheduled
    assert second.scheduled_for > timezone.now() + timedelta(hours=23)  # type: ignore[operator]
    assert full.held_reasons == [OVER_LIMIT]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_as_many_pass_as_are_allowed() -> None:
    allow(comments_per_day=3)
    bob, post = make_member("bob"), make_post()

    came = at_once(
        lambda number: commenting.add_comment(post=post, author=bob, body=f"Thought {number}."),
        range(6),
    )

    assert sum(isinstance(each, DailyLimitError) for each in came) == 3
    assert post.comments.count() == 3
    assert Spending.objects.get(deed=Deed.COMMENT).count == 3
