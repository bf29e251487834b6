"""Everybody sees what was decided, nobody sees about whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moderation import services
from moderation.models import Decision, Reason
from tests.factories import make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

LOG = "/moderation/log/"


def decide() -> None:
    mona = make_moderator()
    post = make_post(author=make_member("mallory"), title="Cheap movers")
    services.hide_post(post=post, actor=mona, reason=Reason.SPAM, note="A secret remark.")
    services.suspend_member(member=post.author, actor=mona, reason=Reason.ABUSE)


def verbs(client: Client, query: str = "") -> list[str]:
    return [decision.verb for decision in client.get(LOG + query).context["page"].rows]


def test_a_stranger_reads_what_was_decided_newest_first(client: Client) -> None:
    decide()

    assert verbs(client) == ["suspend", "hide"]


@pytest.mark.parametrize("secret", ["mallory", "mona", "Cheap movers", "A secret remark."])
def test_the_log_names_nobody(client: Client, secret: str) -> None:
    decide()

    main = client.get(LOG).content.decode().partition("<main")[2].partition("</main>")[0]

    assert "spam or hidden advertising" in main
    assert secret not in main


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?verb=hide", ["hide"]),
        ("?reason=abuse", ["suspend"]),
        ("?verb=hide&reason=abuse", []),
        ("?kind=member&by=moderator", ["suspend"]),
        ("?by=rule", []),
        ("?verb=burnt&reason=nonsense", ["suspend", "hide"]),
    ],
)
def test_the_log_is_filtered(client: Client, query: str, expected: list[str]) -> None:
    decide()

    assert verbs(client, query) == expected


def test_pages_follow_each_other_with_the_filter_and_in_few_queries(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(25):
        Decision.objects.create(
            verb="hide", subject_kind="post", subject_pk=number, subject_label="-", reason_id="spam"
        )
    client.get(LOG)
    with django_assert_max_num_queries(4):
        page = client.get(f"{LOG}?verb=hide").context["page"]

    rest = client.get(f"{LOG}?verb=hide&after={page.next_cursor}").context["page"]

    assert (len(page.rows), len(rest.rows)) == (20, 5)


@pytest.mark.parametrize(("form", "start"), [("rss", "<?xml"), ("atom", "<?xml"), ("json", "{")])
def test_the_log_has_a_feed_that_names_nobody(client: Client, form: str, start: str) -> None:
    decide()

    feed = client.get(f"/moderation/log/feed.{form}?kind=post")

    assert (feed.status_code, feed.text.startswith(start)) == (200, True)
    assert "hidden" in feed.text
    assert "suspended" not in feed.text
    for secret in ("mallory", "mona", "Cheap movers", "A secret remark."):
        assert secret not in feed.text
    assert client.post(f"/moderation/log/feed.{form}").status_code == 405
    assert client.get("/moderation/log/feed.pdf").status_code == 404
