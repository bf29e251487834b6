"""Answering, and the totals that follow."""

import pytest

from feed.errors import NotPossibleError
from feed.models import CommentStatus, Post
from feed.services import commenting
from tests.factories import make_comment, make_member, make_post

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
