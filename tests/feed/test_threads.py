"""Conversations: their shape, their orders, their pages, their budget."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.services.blocking import block
from feed.models import Comment, Mute, Post
from feed.selectors import threads
from feed.selectors.attention import Attention, attention
from feed.selectors.threads import MAX_DEPTH, Order, Thread, excerpt_around, thread_of
from feed.services import commenting, voting
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


def _words(thread: Thread) -> list[str]:
    return [node.comment.body for node in thread.nodes]


def test_replies_stand_under_what_they_answer() -> None:
    first, second = make_comment(body="1"), make_comment(body="2")
    post = first.post
    Comment.objects.filter(pk=second.pk).update(post=post)
    make_comment(parent=first, body="1.1")

    thread = thread_of(post, visitor=make_member("bob"), order=Order.OLD)

    assert [(node.comment.body, node.depth, node.below) for node in thread.nodes] == [
        ("1", 0, 1),
        ("1.1", 1, 0),
        ("2", 0, 0),
    ]


def test_the_place_of_a_deleted_comment_stays_only_above_answers() -> None:
    post = make_post()
    answered, alone = make_comment(post=post), make_comment(post=post)
    make_comment(parent=answered, body="An answer")
    commenting.delete_comment(answered)
    commenting.delete_comment(alone)

    nodes = thread_of(post, visitor=make_member("bob")).nodes

    assert [(node.comment.pk, node.is_shown) for node in nodes[:1]] == [(answered.pk, False)]
    assert [node.comment.body for node in nodes[1:]] == ["An answer"]


def test_a_hidden_comment_is_shown_to_its_author_and_moderators_only() -> None:
    hidden = commenting.hide_comment(make_comment(author=make_member("mallory")))

    found = [
        thread_of(hidden.post, visitor=visitor).nodes
        for visitor in (make_member("mallory"), make_moderator(), make_member("bob"))
    ]

    assert [len(nodes) for nodes in found] == [1, 1, 0]


def test_a_deep_thread_is_flattened_where_it_would_be_too_narrow_and_loses_nothing() -> None:
    comment = make_comment(body="0")
    for number in range(MAX_DEPTH + 5):
        comment = make_comment(parent=comment, body=str(number + 1))

    thread = thread_of(comment.post, visitor=comment.author, order=Order.NEW)

    assert max(node.depth for node in thread.nodes) == MAX_DEPTH
    assert _words(thread) == [str(number) for number in range(MAX_DEPTH + 6)]


def test_the_orders_sort_answers_at_every_level() -> None:
    post = make_post()
    plain, liked = make_comment(post=post, body="plain"), make_comment(post=post, body="liked")
    voting.vote(liked, member=make_member("carol"), is_helpful=True)
    make_comment(parent=plain, body="first reply")
    make_comment(parent=plain, body="second reply")

    found = {order: _words(thread_of(post, visitor=post.author, order=order)) for order in Order}

    assert found[Order.OLD] == ["plain", "first reply", "second reply", "liked"]
    assert found[Order.NEW] == ["liked", "plain", "second reply", "first reply"]
    assert found[Order.BEST] == ["liked", "plain", "first reply", "second reply"]


def test_the_clock_of_the_comments_decides_not_the_order_of_their_rows() -> None:
    post = make_post()
    late, early = make_comment(post=post, body="late"), make_comment(post=post, body="early")
    Comment.objects.filter(pk=early.pk).update(created_at=late.created_at - timedelta(hours=1))

    assert _words(thread_of(post, visitor=post.author, order=Order.OLD)) == ["early", "late"]


def test_comments_of_others_since_the_last_visit_are_new() -> None:
    post = make_post()
    seen = make_comment(post=post, body="seen")
    make_comment(post=post, body="mine", author=make_member("carol"))
    fresh = make_comment(post=post, body="fresh")

    thread = thread_of(
        post,
        visitor=make_member("carol"),
        order=Order.OLD,
        attention=Attention(seen_pk=seen.pk),
    )

    assert [node.comment.body for node in thread.nodes if node.is_new] == ["fresh"]
    assert (thread.new_count, thread.first_new_pk, thread.newest_pk) == (1, fresh.pk, fresh.pk)


def test_on_the_first_visit_nothing_is_new() -> None:
    comment = make_comment()

    assert thread_of(comment.post, visitor=make_member("carol")).new_count == 0


def test_what_many_found_unhelpful_is_folded() -> None:
    comment = make_comment()
    for number in range(5):
        assert not thread_of(comment.post, visitor=comment.post.author).nodes[0].is_folded
        voting.vote(comment, member=make_member(f"voice{number}"), is_helpful=False)

    assert thread_of(comment.post, visitor=comment.post.author).nodes[0].is_folded


def test_a_long_conversation_has_pages_that_do_not_cut_its_branches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "PAGE_SIZE", 3)
    post = make_post()
    for number in range(4):
        make_comment(parent=make_comment(post=post, body=f"{number}"), body=f"{number}.1")

    pages = [
        thread_of(post, visitor=post.author, order=Order.OLD, number=number)
        for number in (1, 2, 99)
    ]

    assert [_words(page) for page in pages] == [
        ["0", "0.1", "1", "1.1"],
        ["2", "2.1", "3", "3.1"],
        ["2", "2.1", "3", "3.1"],
    ]
    assert [(page.number, page.page_count, page.next_number) for page in pages] == [
        (1, 2, 2),
        (2, 2, None),
        (2, 2, None),
    ]


def test_who_answers_in_a_long_conversation_is_led_to_the_page_that_holds_the_answer(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(threads, "PAGE_SIZE", 3)
    post = make_post()
    for number in range(6):
        voting.vote(make_comment(post=post, body=f"{number}"), member=post.author, is_helpful=True)
    client.force_login(make_member("carol"))

    answer = client.post(f"/posts/{post.pk}/comments/", {"body": "I come last."})

    made = post.comments.latest("pk")
    assert answer["Location"] == f"{post.get_absolute_url()}?comments=best&page=3#comment-{made.pk}"
    assert f'id="comment-{made.pk}"' in client.get(answer["Location"]).content.decode()
    assert f'id="comment-{made.pk}"' not in client.get(post.get_absolute_url()).content.decode()


def test_an_excerpt_shows_what_led_to_a_comment_and_what_it_led_to() -> None:
    root = make_comment(body="root")
    middle = make_comment(parent=root, body="middle")
    make_comment(parent=root, body="beside")
    make_comment(parent=middle, body="leaf")

    excerpt = excerpt_around(middle, visitor=make_member("carol"))

    assert [node.comment.body for node in excerpt.above] == ["root"]
    assert _words(excerpt.thread) == ["middle", "leaf"]


def _many(post: Post, count: int) -> None:
    """Comments as services leave them, by thirty voices, a third of them roots."""
    voices = [make_member(f"voice{number}") for number in range(30)]
    made: list[Comment] = []
    for number in range(count):
        parent = made[number * 7 % len(made)] if number % 3 and made else None
        comment = Comment(
            post=post,
            author=voices[number % 30],
            parent=parent,
            body="Words",
            body_html="<p>Words</p>",
        )
        comment.save()
        made.append(comment)
    Post.objects.filter(pk=post.pk).update(comment_count=count)


@pytest.mark.parametrize("count", [1, 30, 1_000])
def test_a_conversation_is_one_query_however_long(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post = make_post()
    _many(post, count)
    carol = make_member("carol")

    with django_assert_num_queries(1):
        thread = thread_of(post, visitor=carol)
        assert {node.comment.author.name for node in thread.nodes} <= {
            f"voice{number}" for number in range(30)
        }

    assert len(thread.nodes) == count


def test_of_whom_one_muted_or_blocked_only_places_above_answers_are_left_for_oneself_alone() -> (
    None
):
    post = make_post()
    carol, bob = make_member("carol"), make_member("bob")
    blocked = make_comment(post=post, author=make_member("mallory"))
    muted = make_comment(post=post, author=make_member("dave"))
    answer = make_comment(parent=muted, author=bob)
    block(carol, other=blocked.author)
    Mute.objects.create(member=carol, author=muted.author)

    found = {
        visitor.username: [
            (node.comment.pk, node.is_shown)
            for node in thread_of(
                post,
                visitor=visitor,
                order=Order.OLD,
                attention=attention(post, visitor=visitor),
            ).nodes
        ]
        for visitor in (carol, bob)
    }

    assert found == {
        "carol": [(muted.pk, False), (answer.pk, True)],
        "bob": [(blocked.pk, True), (muted.pk, True), (answer.pk, True)],
    }


def test_who_opens_a_comment_reads_its_author_muted_or_not() -> None:
    carol = make_member("carol")
    first = make_comment(author=make_member("dave"))
    second = make_comment(parent=make_comment(parent=first), author=first.author)
    Mute.objects.create(member=carol, author=first.author)
    known = attention(first.post, visitor=carol)

    excerpt = excerpt_around(second, visitor=carol, attention=known)

    assert [node.is_shown for node in (*excerpt.above, *excerpt.thread.nodes)] == [True] * 3


@pytest.mark.parametrize("count", [1, 30, 1_000])
@pytest.mark.parametrize("who", ["", "carol"])
def test_a_page_asks_and_renders_as_little_for_a_thousand_comments_as_for_one(
    client: Client, who: str, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = make_post()
    _many(post, count)
    if who:
        client.force_login(make_member(who))

    with django_assert_max_num_queries(21 if who else 11):
        response = client.get(post.get_absolute_url())

    assert response.content.count(b'class="comment"') == count
    # With and without replies: the template of a comment is rendered once for each shape, not for each comment.
    assert sum(each.name == "feed/_comment.html" for each in response.templates) <= 2
