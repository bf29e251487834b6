"""Polls, series, conversations, blocks and purged words by programs, by the rules of the pages."""

from datetime import UTC, datetime, timedelta

import pytest

from feed.models import NotRelevant, ThreadFollow
from feed.services import publishing
from tests.factories import make_draft, make_member, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
POLL = {"question": "Dredge more?", "answers": ["Yes", "No"], "closes_at": TOMORROW}


@pytest.fixture
def alice() -> Program:
    return Program(make_member("alice"))


def test_readers_are_asked_and_answer_once(alice: Program) -> None:
    path, bob = f"posts/{make_post().pk}/poll/", Program(make_member("bob"))

    asked = alice.put(path, POLL)
    yes, no = (each["id"] for each in asked.json()["answers"])
    voted, other = (bob.put(f"{path}vote/", {"answer": each}) for each in (yes, no))

    assert (asked.status_code, asked.json()["closes_at"]) == (200, TOMORROW)
    assert [each["vote_count"] for each in voted.json()["answers"]] == [1, 0]
    assert [other.status_code, alice.delete(path).status_code] == [409, 409]
    assert bob.put(path, POLL).status_code == 403
    assert Program(None).get(path).json()["answers"][0]["vote_count"] is None


def test_an_odd_poll_is_refused(alice: Program) -> None:
    path = f"posts/{make_post().pk}/poll/"

    twice = alice.put(path, POLL | {"answers": ["Yes", "yes"]})
    past = alice.put(path, POLL | {"closes_at": "2001-01-01T12:00:00Z"})

    assert (twice.status_code, past.status_code) == (400, 409)
    assert alice.get(path).status_code == 404


def test_a_series_is_read_and_arranged(alice: Program) -> None:
    first, second = (
        make_post(author=make_member("alice"), series="Night work") for _number in range(2)
    )
    path = f"series/{first.series_id}/"
    read = alice.get(path)

    changed = alice.patch(
        path, {"title": "By night", "posts": [second.pk, first.pk]}, If_Match=read["ETag"]
    )

    assert [each["id"] for each in read.json()["posts"]] == [first.pk, second.pk]
    assert changed.json()["title"] == "By night"
    assert [each["id"] for each in changed.json()["posts"]] == [second.pk, first.pk]
    assert Program(make_member("bob")).patch(path, {"title": "Mine"}).status_code == 403
    assert alice.get("series/99/").status_code == 404


def test_words_of_an_earlier_revision_are_purged(alice: Program) -> None:
    post = make_post(author=make_member("alice"))
    publishing.edit_post(post, editor=post.author, draft=make_draft(), version=post.version)

    assert alice.delete(f"posts/{post.pk}/revisions/1/").status_code == 204
    assert alice.delete(f"posts/{post.pk}/revisions/2/").status_code == 409
    assert [each["body"] for each in alice.get(f"posts/{post.pk}/revisions/").json()][1] == ""
    assert Program(make_member("bob")).delete(f"posts/{post.pk}/revisions/1/").status_code == 403


def test_a_recommendation_is_called_not_relevant(alice: Program) -> None:
    under, other = make_post(), make_post()

    assert alice.delete(f"posts/{under.pk}/read-more/{other.pk}/").status_code == 204
    assert NotRelevant.objects.get().post == other


def test_a_conversation_is_followed(alice: Program) -> None:
    thread = f"posts/{make_post().pk}/thread/"
    path = f"{thread}follow/"

    assert alice.put(path, {"level": "nothing"}).json() == {"level": "nothing"}
    assert alice.put(path, {"level": "loudly"}).status_code == 400
    assert ThreadFollow.objects.get().level == "nothing"
    assert alice.get(f"{thread}?sort=new").status_code == 200
    comments = thread.replace("thread", "comments")
    assert [alice.get(f"{each}?sort=loudest").status_code for each in (thread, comments)] == [
        400
    ] * 2


def test_a_member_is_blocked_and_let_back(alice: Program) -> None:
    make_member("mallory")

    assert alice.put("members/mallory/block/").status_code == 204
    assert [each["username"] for each in alice.get("blocks/").json()["results"]] == ["mallory"]
    assert alice.put("members/alice/block/").status_code == 409
    assert alice.delete("members/mallory/block/").status_code == 204
    assert alice.get("blocks/").json()["results"] == []
    assert Program(None).get("blocks/").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["reports/", "decisions/", "flights/", "campaigns/", "webhooks/", "blocks/", "moderation-log/", "posts/mine/"],
)  # fmt: skip
def test_a_cursor_of_another_list_is_refused(alice: Program, path: str) -> None:
    for _post in range(2):
        make_post(author=make_member("alice"))
    cursor = alice.get("posts/?page_size=1").json()["next"].partition("cursor=")[2]

    answer = alice.get(f"{path}?cursor={cursor.partition('&')[0]}")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
