"""Posts come in by batches: in few statements, by names that are free, once even where two imports run at once."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exchange.models import ImportedRow
from feed.models import Category, Comment, Post, Revision, Tag
from feed.services.ranking import refresh_hotness
from tests.exchange.exports import wxr, wxr_comment, wxr_item
from tests.factories import make_member
from tests.feed.at_once import at_once

POSTS = 50
STATEMENTS = 130


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Each post has two comments, the second of which answers the first; all by people called Cor."""
    path = tmp_path / "quay.xml"
    path.write_bytes(wxr(*map(_item, range(1, POSTS + 1))))
    return path


def _item(number: int) -> str:
    first, second = 1000 + 2 * number, 1001 + 2 * number
    comments = wxr_comment(first) + wxr_comment(second, parent=first)
    return wxr_item(number, more=comments.replace("cor@", f"cor{number % 20}@"))


def take(file: Path) -> None:
    call_command("import", str(file), stdout=StringIO())


@pytest.mark.django_db
def test_many_posts_come_in_with_few_statements_and_as_they_should(file: Path) -> None:
    make_member("cor")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        take(file)

    assert len(asked) <= STATEMENTS
    assert (Post.objects.count(), Comment.objects.count(), Revision.objects.count()) == (
        50,
        100,
        50,
    )
    assert Category.objects.get().post_count == Tag.objects.get().post_count == POSTS
    assert set(Post.objects.values_list("comment_count", flat=True)) == {2}
    names = User.objects.filter(display_name="Cor").values_list("username", flat=True)
    assert sorted(names) == sorted(["cor", *(f"cor-{number}" for number in range(2, 22))][1:])
    answer = Comment.objects.exclude(parent=None).select_related("parent").first()
    assert answer is not None
    assert answer.parent is not None
    assert answer.parent.post_id == answer.post_id
    post = Post.objects.earliest("pk")
    ranked = (post.score, post.hotness)
    refresh_hotness(post.pk)
    post.refresh_from_db()
    assert (post.score, post.hotness) == ranked


@pytest.mark.django_db
def test_a_post_and_a_comment_that_stand_twice_in_a_file_come_once(tmp_path: Path) -> None:
    file = tmp_path / "quay.xml"
    once = wxr_item(1, more=wxr_comment(11))
    elsewhere = wxr_item(2, more=wxr_comment(11) + wxr_comment(12, parent=11))
    file.write_bytes(wxr(once, once, elsewhere))

    take(file)

    assert Post.objects.count() == 2
    assert sorted(Comment.objects.values_list("body", "parent", "post__title")) == [
        ("Reaction *11*.", None, "Post 1"), ("Reaction *12*.", None, "Post 2"),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_take_each_row_in_once(file: Path) -> None:
    came = at_once(take, [file, file])

    assert came == [None, None]
    assert Post.objects.count() == ImportedRow.objects.filter(kind="post").count() == POSTS
    assert Comment.objects.count() == ImportedRow.objects.filter(kind="comment").count() == 100
    assert Category.objects.get().post_count == POSTS
    assert set(Post.objects.values_list("comment_count", flat=True)) == {2}
