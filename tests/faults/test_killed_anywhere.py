"""A worker dies at any statement of any sweeper; whoever comes after finishes, and nothing is done twice or left out.

`make kill-workers` kills real ones at random; here each point is tried, in turn, without a process.
"""

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection

from accounts.models import Notification
from feed.announcing.subjects import comment_subject
from feed.models import Comment, Post, ReadMoreList
from feed.tasks import sweep_announcements, sweep_read_more, sweep_share_images
from tests.factories import make_comment, make_member, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
SWEEPERS = (sweep_announcements, sweep_read_more, sweep_share_images)
WORDS = "The tram line over the new bridge costs four million more than the council said."


class KilledError(BaseException):
    """Nobody catches it, as nobody outlives a SIGKILL; what was not committed is rolled back."""


def die_at(statement: int, sweep: Callable[[], object]) -> bool:
    """Whether the sweep came so far; that statement is not done, and nothing after it."""
    done = count()

    def execute(run: Callable[..., Any], *statement_and_more: Any) -> Any:
        if next(done) == statement:
            raise KilledError
        return run(*statement_and_more)

    with connection.execute_wrapper(execute):
        try:
            sweep()
        except KilledError:
            return True
    return False


def test_a_worker_may_die_at_any_statement() -> None:
    author, reader = make_member("alice"), make_member("bob")
    posts = [make_post(author=author, title=f"Tram budget {number}", body=WORDS) for number in range(2)]  # fmt: skip
    comments = [make_comment(post=post, author=reader) for post in posts]

    deaths = Counter[str]()
    for sweep in SWEEPERS:
        while die_at(deaths[sweep.name], sweep):
            deaths[sweep.name] += 1

    assert min(deaths.values()) > 3
    told = Counter(Notification.objects.filter(recipient=author).values_list("subject", flat=True))
    assert [told[comment_subject(comment.pk)] for comment in comments] == [1, 1]
    assert not Comment.objects.filter(announce_due=True).exists()
    assert not Post.objects.filter(share_image="").exists()
    assert ReadMoreList.objects.count() == 2
    assert [sweep() for sweep in SWEEPERS] == [0, 0, 0]
