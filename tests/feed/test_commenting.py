"""Answering, and the totals that follow."""

import pytest

from feed.errors import NotPossibleError
from feed.models import CommentStatus, Post
from feed.selectors.posts import MAX_DEPTH, CommentNode, comment_tree
from feed.services import commenting
from tests.factories import make_comment, make_member, make_moderator, make_post

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


def test_the_place_of_a_deleted_comment_stays_only_above_answers() -> None:
    post = make_post()
    answered, alone = make_comment(post=post), make_comment(post=post)
    make_comment(parent=answered, body="An answer")
    commenting.delete_comment(answered)
    commenting.delete_comment(alone)

    tree = comment_tree(post, visitor=make_member("bob"))

    assert [(node.comment.pk, node.is_shown) for node in tree] == [(answered.pk, False)]
    assert [node.comment.body for node in tree[0].replies] == ["An answer"]


def test_a_hidden_comment_is_shown_to_its_author_and_moderators_only() -> None:
    hidden = commenting.hide_comment(make_comment(author=make_member("mallory")))

    trees = [
        comment_tree(hidden.post, visitor=visitor)
        for visitor in (make_member("mallory"), make_moderator(), make_member("bob"))
    ]

    assert [len(tree) for tree in trees] == [1, 1, 0]


def _depth(nodes: list[CommentNode]) -> int:
    return 1 + max((_depth(node.replies) for node in nodes), default=0) if nodes else 0


def test_a_deep_thread_is_flattened_where_it_would_be_too_narrow_and_loses_nothing() -> None:
    comment = make_comment()
    for _ in range(MAX_DEPTH + 5):
        comment = make_comment(parent=comment)

    tree = comment_tree(comment.post, visitor=comment.author)

    assert _depth(tree) == MAX_DEPTH + 1
    assert _size(tree) == MAX_DEPTH + 6


def _size(nodes: list[CommentNode]) -> int:
    return sum(1 + _size(node.replies) for node in nodes)


def test_a_thread_of_thirty_is_one_query(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    post = make_post()
    reader = make_member("carol")
    for number in range(30):
        make_comment(post=post, author=make_member(f"voice{number}"))

    with django_assert_num_queries(1):  # type: ignore[operator]
        nodes = comment_tree(post, visitor=reader)
        assert {node.comment.author.name for node in nodes} == {
            f"voice{number}" for number in range(30)
        }
