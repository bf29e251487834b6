"""What a first visit transfers, and what blocks the first paint; of the demo's articles tests/demo/test_loaded.py asks the same."""

import re
from typing import Final

import pytest
from django.test import Client

from tests.factories import make_comment, make_post
from tests.first_view import KB, first_view

pytestmark = pytest.mark.django_db

MOST_STYLES, MOST_SCRIPTS, MOST_ALL, MOST_REQUESTS = 15 * KB, 20 * KB, 60 * KB, 8
ALL: Final = re.compile(r"<script\b[^>]*\bsrc=[^>]*>")


@pytest.fixture(params=["/", "article"])
def html(request: pytest.FixtureRequest, client: Client) -> str:
    post = make_post(body="\n\n".join(f"The dredger came back on day {day}." for day in range(40)))
    for number in range(5):
        make_comment(post=post, body=f"Well said, for the {number}th time.")
    return client.get(
        post.get_absolute_url() if request.param == "article" else "/"
    ).content.decode()


def test_the_first_view_stays_within_its_budget(html: str) -> None:
    view = first_view(html)

    assert view.styles <= MOST_STYLES
    assert view.scripts <= MOST_SCRIPTS
    assert view.weight <= MOST_ALL
    assert view.requests <= MOST_REQUESTS


def test_no_script_blocks_the_first_paint(html: str) -> None:
    tags = ALL.findall(html)

    assert all(re.search(r"type=\"module\"|\bdefer\b|\basync\b", tag) for tag in tags)
