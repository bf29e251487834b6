"""Members report and moderators decide by programs, by the rules of the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Scope
from feed.models import Post
from moderation.models import CaseKind, Decision, Reason, Report, ReportReason
from moderation.services import claiming, hide_post
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona() -> Program:
    return Program(make_moderator())


def test_a_member_reports_once_and_sees_what_became_of_it(mona: Program) -> None:
    comment, bob = make_comment(), Program(make_member("bob"))
    alice = Program(make_member("alice"))
    reasons = alice.get("report-reasons/").json()
    complaint = {"kind": "comment", "subject": comment.pk, "reason": reasons[0]["code"]}

    made, again = (alice.post("reports/", complaint | {"words": "Rude."}) for _time in range(2))
    own = bob.post("reports/", complaint)
    named = bob.post("reports/", {"kind": "member", "member": "alice", "reason": "spam"})

    assert [each.status_code for each in (made, again, own, named)] == [201, 201, 403, 201]
    assert Report.objects.count() == 2
    assert [each["subject"] for each in alice.get("reports/").json()["results"]] == [comment.pk]
    assert alice.get("reports/").json()["results"][0]["state"] == "open"


def test_a_report_of_nothing_is_refused() -> None:
    alice = Program(make_member("alice"))

    missing = alice.post("reports/", {"kind": "post", "reason": "spam"})
    gone = alice.post("reports/", {"kind": "post", "subject": 99, "reason": "spam"})
    odd = alice.post("reports/", {"kind": "post", "subject": 99, "reason": "bored", "x": 1})

    assert missing.json()["errors"][0]["pointer"] == "/subject"
    assert gone.status_code == 404
    assert {each["pointer"] for each in odd.json()["errors"]} == {"/reason", "/x"}


def test_a_moderator_works_through_the_queue(mona: Program) -> None:
    post, alice = make_post(author=make_member("bob")), Program(make_member("alice"))
    alice.post("reports/", {"kind": "post", "subject": post.pk, "reason": "spam"})

    queue = mona.get("queue/").json()
    taken = mona.put(f"queue/post/{post.pk}/")
    bare = mona.post("decisions/", {"kind": "post", "subject": post.pk, "deed": "hide"})
    wrong = mona.post("decisions/", {"kind": "post", "subject": post.pk, "deed": "suspend"})
    hidden = mona.post(
        "decisions/", {"kind": "post", "subject": post.pk, "deed": "hide", "reason": "spam"}
    )

    assert [(each["id"], each["deeds"]) for each in queue["cases"]] == [(post.pk, ["keep", "hide"])]
    assert queue["cases"][0]["reports"][0]["reporter"] == "alice"
    assert taken.status_code == 204
    assert [(each.status_code, each.json()["code"]) for each in (bare, wrong)] == [
        (400, "reason_required"),
        (400, "unknown_deed"),
    ]
    assert (hidden.status_code, hidden.json()["actor"]) == (201, "mona")
    assert Post.objects.get().is_hidden
    assert mona.get("queue/").json()["cases"] == []


def test_a_decision_is_taken_back_by_its_opposite(mona: Program) -> None:
    post = make_post()
    first = hide_post(post=post, actor=make_moderator(), reason=Reason.SPAM)
    assert first is not None

    undone = mona.post(f"decisions/{first.pk}/undo/", {"note": "A mistake."})
    again = mona.post(f"decisions/{first.pk}/undo/")

    assert (undone.status_code, undone.json()["deed"]) == (201, "restore")
    assert (again.status_code, again.json()["code"]) == (409, "not_possible")
    assert "taken back already" in again.json()["detail"]
    assert Decision.objects.get(pk=undone.json()["id"]).reverses == first
    assert Post.objects.get().is_live
    assert Decision.objects.count() == 2


def test_what_another_moderator_looks_at_is_left_alone(mona: Program) -> None:
    post, other = make_post(), make_moderator("max")
    claiming.claim(kind=CaseKind.POST, pk=post.pk, moderator=other, now=timezone.now())

    taken = mona.put(f"queue/post/{post.pk}/")
    decided = mona.post(
        "decisions/", {"kind": "post", "subject": post.pk, "deed": "hide", "reason": "spam"}
    )

    assert (taken.status_code, decided.status_code) == (409, 409)
    assert mona.delete(f"queue/post/{post.pk}/").status_code == 204
    assert Program(other).delete(f"queue/post/{post.pk}/").status_code == 204
    assert mona.put(f"queue/post/{post.pk}/").status_code == 204


def test_members_see_decisions_about_them_and_nobody_who_decided() -> None:
    decision = hide_post(post=make_post(), actor=make_moderator(), reason=Reason.SPAM)
    assert decision is not None
    alice, bob = Program(make_member("alice")), Program(make_member("bob"))

    own = alice.get("decisions/").json()["results"]

    assert [(each["id"], each["actor"]) for each in own] == [(decision.pk, None)]
    assert alice.get(f"decisions/{decision.pk}/").json()["reason"] == "spam"
    assert bob.get("decisions/").json()["results"] == []
    assert bob.get(f"decisions/{decision.pk}/").status_code == 404
    assert Program(None).get("decisions/").status_code == 401


def test_only_moderators_with_the_scope_decide() -> None:
    alice = Program(make_member("alice"))
    small = Program(make_moderator(), Scope.READ)
    sent = {"kind": "post", "subject": make_post().pk, "deed": "hide", "reason": "spam"}

    assert alice.get("queue/").status_code == alice.post("decisions/", sent).status_code == 403
    assert small.post("decisions/", sent).json()["scope"] == Scope.MODERATION
    assert Post.objects.get().is_live


def test_the_public_log_names_nobody() -> None:
    hide_post(post=make_post(), actor=make_moderator(), reason=Reason.SPAM)
    stranger = Program(None)

    found = stranger.get("moderation-log/?deed=hide&reason=spam").json()["results"]

    assert set(found[0]) == {"deed", "kind", "reason", "reason_words", "by_rule", "created_at"}
    assert stranger.get("moderation-log/?deed=restore").json()["results"] == []


def test_a_member_appeals_and_another_moderator_answers(mona: Program) -> None:
    decision = hide_post(post=make_post(), actor=make_moderator(), reason=Reason.SPAM)
    assert decision is not None
    path, alice = f"decisions/{decision.pk}/appeal/", Program(make_member("alice"))
    max_ = Program(make_moderator("max"))

    made, again = (alice.post(path, {"words": "It is no spam."}) for _time in range(2))
    own = mona.put(f"{path}answer/", {"state": "overturned", "words": "Mine was right."})
    answered = max_.put(f"{path}answer/", {"state": "overturned", "words": "You are right."})

    assert [each.status_code for each in (made, again, own)] == [201, 409, 403]
    assert answered.json()["state"] == "overturned"
    assert [each["is_yours"] for each in alice.get(path).json()["messages"]] == [True, False]
    assert Program(make_member("bob")).get(path).status_code == 404
    assert Post.objects.get().is_live


def test_a_member_is_silenced_until_a_time(mona: Program) -> None:
    bob = make_member("bob")
    until = (timezone.now() + timedelta(days=3)).isoformat()
    silence = {"kind": "member", "subject": bob.pk, "deed": "silence", "reason": "abuse"}

    made = mona.post("decisions/", silence | {"until": until})
    odd = mona.post("decisions/", silence | {"deed": "warn", "until": until})
    undone = mona.post(f"decisions/{made.json()['id']}/undo/")

    assert (made.status_code, made.json()["expires_at"] is not None) == (201, True)
    assert (odd.status_code, odd.json()["code"]) == (400, "unknown_deed")
    assert undone.json()["deed"] == "unsilence"


def test_thirty_decisions_ask_as_often_as_one(
    mona: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(30):
        hide_post(post=make_post(), actor=make_moderator(), reason=Reason.SPAM)

    with django_assert_max_num_queries(6):
        assert len(mona.get("decisions/").json()["results"]) == 30


def test_thirty_reports_ask_as_often_as_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    alice = make_member("alice")
    program, reason = Program(alice), ReportReason.objects.get(code="spam")
    Report.objects.bulk_create(
        Report(reporter=alice, reason=reason, subject_kind="post", subject_pk=number + 1)
        for number in range(30)
    )

    with django_assert_max_num_queries(5):
        assert len(program.get("reports/").json()["results"]) == 30
