"""Moderators read and note by programs what the admin shows of a member."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Scope
from moderation.models import MemberNote
from tests.factories import make_comment, make_member, make_moderator
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db


def test_a_note_is_kept_once_and_stands_in_the_story() -> None:
    alice, mona = make_member("alice"), Program(make_moderator())
    make_comment(author=alice)

    made, again = (
        mona.post("members/alice/notes/", {"words": "Rings at night."}, Idempotency_Key="note-1")
        for _time in range(2)
    )
    story = mona.get("members/alice/timeline/").json()

    assert (made.status_code, made.json()) == (201, again.json())
    assert made.json()["author"] == "mona"
    assert [each["words"] for each in mona.get("members/alice/notes/").json()["results"]] == ["Rings at night."]  # fmt: skip
    assert {"joined", "comment", "note"} <= {each["kind"] for each in story["events"]}


@pytest.mark.parametrize("part", ["notes", "timeline"])
def test_only_moderators_know_a_members_story(part: str) -> None:
    mona, path = make_moderator(), f"members/alice/{part}/"
    alice = Program(make_member("alice"))

    assert alice.get(path).status_code == 403
    assert Program(None).get(path).status_code == 401
    assert Program(mona, Scope.READ).get(path).json()["scope"] == Scope.MODERATION
    assert Program(mona).get(f"members/nobody/{part}/").status_code == 404
    assert alice.post("members/alice/notes/", {"words": "Good."}).status_code == 403


@pytest.mark.parametrize("wrong", [{}, {"words": ""}, {"words": "x" * 2001}, {"words": "a", "by": "b"}])  # fmt: skip
def test_a_note_that_is_none_is_refused(wrong: dict[str, str]) -> None:
    make_member("alice")

    assert Program(make_moderator()).post("members/alice/notes/", wrong).status_code == 400
    assert not MemberNote.objects.exists()


def test_thirty_notes_ask_as_often_as_one(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:  # fmt: skip
    alice, mona = make_member("alice"), make_moderator()
    program = Program(mona)
    MemberNote.objects.bulk_create(
        MemberNote(member=alice, author=mona, words=str(number)) for number in range(30)
    )

    with django_assert_max_num_queries(5):
        assert len(program.get("members/alice/notes/").json()["results"]) == 30
