"""Answering, and the totals that follow."""

from datetime import timedelta

import pytest

from accounts.services.blocking import block
from feed.errors import EditWindowError, KeptAwayError, NotPossibleError
from feed.models import Comment, CommentStatus, Mention, Post
from feed.models.comment import EDIT_WINDOW
from feed.services import commenting
from feed.services.commenting import QUIET_EDIT
from feed.text.quotes import quoted
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.feed.at_once import at_once

pytestmark = pytest.mark.django_db

PITCH = "Call us on +31 20 555 0123, best price, book now https://a.example https://b.example"


def _count(post: Post) -> int:
    return Post.objects.get(pk=post.pk).comment_count


def test_a_comment_counts_once() -> None:
    post = make_post()

    make_comment(post=post)

    assert _count(post) == 1


def test_a_sales_pitch_is_held_and_does_not_count() -> None:
    post = make_post()

    comment = make_comment(post=post, author=make_member("mallory", trust_level=0), body=PITCH)

    assert comment.status == CommentStatus.HELD
    assert _count(post) == 0


def test_deleting_hiding_and_restoring_keep_the_total_exact() -> None:
    post = make_post()
    first, second = make_comment(post=post), make_comment(post=post)
    seen = []

    for deed, comment in (
        (commenting.delete_comment, first),
        (commenting.delete_comment, first),
        (commenting.hide_comment, second),
        (commenting.publish_comment, second),
        (commenting.publish_comment, second),
    ):
        deed(comment)
        seen.append(_count(post))

    assert seen == [1, 1, 0, 1, 1]


def test_a_deleted_comment_keeps_no_words() -> None:
    comment = commenting.delete_comment(make_comment(body="I regret this."))

    assert (comment.body, comment.body_html) == ("", "")


def test_nobody_answers_a_draft_or_a_comment_that_is_gone() -> None:
    draft = make_post(is_published=False)
    gone = commenting.delete_comment(make_comment())

    with pytest.raises(NotPossibleError):
        make_comment(post=draft)
    with pytest.raises(NotPossibleError):
        make_comment(parent=gone)


def test_a_comment_of_another_post_is_no_parent() -> None:
    elsewhere = make_comment()

    with pytest.raises(NotPossibleError):
        make_comment(post=make_post(), parent=elsewhere)


def test_the_authors_own_comments_do_not_make_a_post_hotter() -> None:
    post = make_post()
    before = Post.objects.get(pk=post.pk).hotness

    make_comment(post=post, author=post.author)
    own = Post.objects.get(pk=post.pk).hotness
    make_comment(post=post, author=make_member("bob"))

    assert own == before
    assert Post.objects.get(pk=post.pk).hotness > before


@pytest.mark.parametrize(
    ("age", "is_answered", "is_marked"),
    [
        (timedelta(minutes=1), False, False),
        (timedelta(minutes=1), True, True),
        (QUIET_EDIT + timedelta(minutes=1), False, True),
    ],
)
def test_readers_are_told_of_a_change_that_comes_late_or_after_an_answer(
    *, age: timedelta, is_answered: bool, is_marked: bool
) -> None:
    comment = make_comment()
    if is_answered:
        make_comment(parent=comment)

    edited = commenting.edit_comment(comment, body="Better", now=comment.created_at + age)

    assert edited.body == "Better"
    assert (edited.edited_at is not None) == is_marked


def test_after_a_day_a_comment_stays_as_it_was_read() -> None:
    comment = make_comment(body="As read")
    late = comment.created_at + EDIT_WINDOW + timedelta(seconds=1)

    with pytest.raises(EditWindowError):
        commenting.edit_comment(comment, body="Otherwise", now=late)

    assert Comment.objects.get(pk=comment.pk).body == "As read"


def test_names_of_members_become_links_and_others_stay_plain() -> None:
    make_member("carol")

    comment = make_comment(body="@Carol, @nobody, me@carol, `@carol` and https://x.example/@carol")

    assert comment.body_html.count('href="/members/carol/"') == 1
    assert [each.member.username for each in Mention.objects.all()] == ["carol"]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_makes_one_comment() -> None:
    post, bob = make_post(), make_member("bob")

    made = at_once(
        lambda _turn: commenting.add_comment(
            post=post, author=bob, body="Once", form_key="a-key-of-a-form"
        ),
        range(4),
    )

    assert len({each.pk for each in made if isinstance(each, Comment)}) == 1
    assert _count(post) == Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One line", "> One line\n\n"),
        ("> theirs\n\nmine\n\nmore", "> mine\n>\n> more\n\n"),
        ("> theirs", ""),
        ("word " * 200, "> " + " ".join(["word"] * 120) + " …\n\n"),
    ],
)
def test_a_quotation_is_of_own_words_and_short(source: str, expected: str) -> None:
    assert quoted(source) == expected


def test_whom_a_member_blocked_answers_neither_posts_nor_comments_of_that_member() -> None:
    alice, mallory = make_member("alice"), make_member("mallory")
    post, comment = (
        make_post(author=alice),
        make_comment(author=alice, post=make_post(author=make_member("bob"))),
    )
    block(alice, other=mallory)

    with pytest.raises(KeptAwayError):
        make_comment(post=post, author=mallory)
    with pytest.raises(KeptAwayError):
        make_comment(parent=comment, author=mallory)
    assert (_count(post), _count(comment.post)) == (0, 1)


def test_a_block_silences_nobody_towards_others_and_no_moderator() -> None:
    alice, mallory, mona = make_member("alice"), make_member("mallory"), make_moderator()
    post = make_post(author=alice)
    block(alice, other=mallory)
    block(alice, other=mona)

    make_comment(parent=make_comment(post=post, author=make_member("bob")), author=mallory)
    make_comment(post=post, author=mona)

    assert _count(post) == 3
