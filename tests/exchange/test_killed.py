"""An import that is killed in the middle is simply started again."""

import os
import signal
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from exchange.models import ImportedRow
from feed.models import Comment, Post
from tests.exchange.exports import wxr, wxr_comment, wxr_item

POSTS = 120  # several batches


@pytest.mark.django_db(transaction=True)
def test_an_import_survives_kill_9_without_a_lost_or_double_row(tmp_path: Path) -> None:
    file = tmp_path / "quay.xml"
    file.write_bytes(
        wxr(*(wxr_item(number, more=wxr_comment(1000 + number)) for number in range(1, POSTS + 1)))
    )
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    child = os.fork()
    if not child:
        call_command("import", str(file), stdout=StringIO())
        os._exit(0)
    _wait_for(3)

    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    came = Post.objects.count()
    call_command("import", str(file), stdout=StringIO())

    assert 3 <= came < POSTS
    assert Post.objects.count() == Comment.objects.count() == POSTS
    assert ImportedRow.objects.filter(kind="post").count() == POSTS
    assert set(Post.objects.values_list("comment_count", flat=True)) == {1}


def _wait_for(count: int) -> None:
    ends = time.monotonic() + 60
    while Post.objects.count() < count:
        assert time.monotonic() < ends
        time.sleep(0.005)
