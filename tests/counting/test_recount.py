"""`manage.py recount` finds what is wrong, whatever total it is in, and nothing where all is well."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from config.redis import Client
from counting import tasks
from counting.errors import KindTakenError
from counting.models import EventTotal
from counting.recounting import TOTALS, ColumnTotal, register_total
from counting.tokens import make_token
from feed.models import Post
from tests.counting.test_drain import report
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def recount(*options: str) -> tuple[int, dict[str, int], str]:
    """Exit status, differences by total, and what was printed."""
    out, status = StringIO(), 0
    try:
        call_command("recount", *options, stdout=out)
    except SystemExit as stopped:
        status = int(str(stopped.code))
    printed = out.getvalue()
    return status, json.loads(printed.splitlines()[-1])["totals"], printed


@pytest.fixture
def post(redis: Client) -> Post:
    """A post that was read by two members and reacted to, all of it counted."""
    post = make_post()
    token = make_token("view", subject=post.pk, now=timezone.now())
    for visitor in (1, 2):
        report(token, redis=redis, visitor=visitor)
    tasks.drain_all()
    return post


def test_nothing_is_to_be_changed_where_the_site_counted_itself(post: Post) -> None:
    post.refresh_from_db()

    status, wrong, _printed = recount()

    assert post.view_count == 2
    assert (status, set(wrong.values())) == (0, {0})


@pytest.mark.parametrize(
    "column", ["view_count", "comment_count", "reaction_count", "bookmark_count"]
)
def test_wrong_total_is_found_named_and_mended(post: Post, column: str) -> None:
    Post.objects.filter(pk=post.pk).update(**{column: 77})
    status, wrong, printed = recount()

    mended_status, mended, _printed = recount("--fix")

    assert (status, sum(wrong.values())) == (1, 1)
    assert f"{post.pk}: stored 77, counted" in printed
    assert (mended_status, sum(mended.values())) == (0, 1)
    assert recount()[0] == 0


def test_totals_by_class_are_looked_after_too(post: Post) -> None:
    EventTotal.objects.filter(kind="view").update(count=5)

    status, wrong, _printed = recount()
    recount("--fix")

    assert (status, wrong["events by class"]) == (1, 1)
    assert EventTotal.objects.get(kind="view").count == 2


def test_each_total_has_one_owner() -> None:
    with pytest.raises(KindTakenError):
        register_total(TOTALS[0])


def test_looking_changes_nothing(post: Post) -> None:
    total = ColumnTotal("x", "feed_post", "view_count", "SELECT 0 AS id, 0 AS n")

    assert [one.stored for one in total.differences()] == [2]
    post.refresh_from_db()
    assert post.view_count == 2
