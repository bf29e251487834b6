"""The log of decisions, and that each deed decides once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import User
from feed.errors import NotAllowedError
from feed.models import Comment, Post
from moderation import services
from moderation.errors import DecisionIsFinalError, NotYoursToDecideError
from moderation.models import Decision, Reason, SubjectKind, Verb
from tests.factories import make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db

SPAM = "Best price! Book now on WhatsApp +31 20 555 01 23 https://a.example https://b.example"


def make_held_post() -> Post:
    post = make_post(author=make_member("mallory", trust_level=0), body=SPAM)
    assert post.is_held
    return post


def make_held_comment() -> Comment:
    comment = make_comment(author=make_member("mallory", trust_level=0), body=SPAM)
    assert comment.is_held
    return comment


def test_hiding_a_post_takes_it_from_readers_and_is_on_record() -> None:
    mona, post = make_moderator(), make_post(title="Cheap watches", body="Buy them.")

    decision = services.hide_post(post=post, actor=mona, reason=Reason.SPAM, note="A shop.")

    post.refresh_from_db()
    assert post.is_hidden
    assert decision is not None
    assert (decision.actor, decision.verb, decision.reason_id) == (mona, Verb.HIDE, Reason.SPAM)
    assert (decision.subject_kind, decision.subject_pk) == (SubjectKind.POST, post.pk)
    assert decision.evidence["body"] == "Buy them."
    assert decision.evidence["status"] == "published"


def test_hiding_twice_decides_once() -> None:
    mona, post = make_moderator(), make_post()

    services.hide_post(post=post, actor=mona, reason=Reason.SPAM)
    second = services.hide_post(post=post, actor=mona, reason=Reason.SPAM)

    assert second is None
    assert Decision.objects.count() == 1


def test_restoring_brings_back_exactly_what_was_hidden() -> None:
    mona, post = make_moderator(), make_post()
    before = post.published_at, post.category.post_count
    services.hide_post(post=post, actor=mona, reason=Reason.OTHER)

    services.restore_post(post=post, actor=mona)

    post = Post.objects.select_related("category").get(pk=post.pk)
    assert post.is_live
    assert (post.published_at, post.category.post_count) == (before[0], 1)


def test_a_held_post_is_released_for_its_readers() -> None:
    mona, post = make_moderator(), make_held_post()

    decision = services.release_post(post=post, actor=mona)

    post.refresh_from_db()
    assert post.is_live
    assert decision is not None
    assert decision.evidence["held_reasons"] != []


def test_a_held_post_is_kept_from_readers_by_hiding_it() -> None:
    post = make_held_post()

    services.hide_post(post=post, actor=make_moderator(), reason=Reason.SPAM)

    post.refresh_from_db()
    assert post.is_hidden


@pytest.mark.parametrize("deed", [services.release_post, services.restore_post])
def test_a_published_post_is_neither_released_nor_restored(
    deed: Callable[..., Decision | None],
) -> None:
    assert deed(post=make_post(), actor=make_moderator()) is None
    assert Decision.objects.count() == 0


def test_a_draft_is_not_hidden() -> None:
    draft = make_post(is_published=False)

    decision = services.hide_post(post=draft, actor=make_moderator(), reason=Reason.SPAM)

    draft.refresh_from_db()
    assert decision is None
    assert draft.status == "draft"


def test_featuring_and_its_reverse_are_each_on_record_once() -> None:
    mona, post = make_moderator(), make_post()

    answers = [
        services.feature_post(post=post, actor=mona),
        services.feature_post(post=post, actor=mona),
        services.unfeature_post(post=post, actor=mona),
        services.unfeature_post(post=post, actor=mona),
    ]

    assert [answer is not None for answer in answers] == [True, False, True, False]


def test_a_held_comment_is_released_and_counts() -> None:
    comment = make_held_comment()

    services.release_comment(comment=comment, actor=make_moderator())

    comment = Comment.objects.select_related("post").get(pk=comment.pk)
    assert comment.is_live
    assert comment.post.comment_count == 1


def test_hiding_and_restoring_a_comment_counts_it_back() -> None:
    mona, comment = make_moderator(), make_comment()

    hidden = services.hide_comment(comment=comment, actor=mona, reason=Reason.ABUSE)
    again = services.hide_comment(comment=comment, actor=mona, reason=Reason.ABUSE)
    restored = services.restore_comment(comment=comment, actor=mona)

    assert (hidden is not None, again, restored is not None) == (True, None, True)
    assert Post.objects.get(pk=comment.post_id).comment_count == 1


def test_a_rule_may_hide_without_an_actor() -> None:
    decision = services.hide_post(post=make_post(), actor=None, reason=Reason.SPAM)

    assert decision is not None
    assert decision.actor is None


@pytest.mark.parametrize("name", ["hide_post", "release_post", "restore_post", "feature_post"])
def test_strangers_decide_nothing_about_posts(name: str) -> None:
    deed: Any = getattr(services, name)
    post = make_post()

    with pytest.raises(NotAllowedError):
        deed(post=post, actor=make_member("bob"), reason=Reason.SPAM)

    assert Decision.objects.count() == 0


def test_a_suspended_moderator_decides_nothing() -> None:
    mona, post = make_moderator(), make_post()
    mona = User.objects.get(pk=mona.pk)
    mona.is_active = False

    with pytest.raises(NotAllowedError):
        services.hide_post(post=post, actor=mona, reason=Reason.SPAM)


def test_suspending_a_member_decides_once_and_reinstating_reverses_it() -> None:
    mona, mallory = make_moderator(), make_member("mallory")

    answers = [
        services.suspend_member(member=mallory, actor=mona, reason=Reason.SPAM),
        services.suspend_member(member=mallory, actor=mona, reason=Reason.SPAM),
        services.reinstate_member(member=mallory, actor=mona),
        services.reinstate_member(member=mallory, actor=mona),
    ]

    mallory.refresh_from_db()
    assert not mallory.is_suspended
    assert [answer is not None for answer in answers] == [True, False, True, False]


def test_nobody_suspends_oneself() -> None:
    mona = make_moderator()

    with pytest.raises(NotYoursToDecideError):
        services.suspend_member(member=mona, actor=mona, reason=Reason.OTHER)


@pytest.mark.parametrize("rank", [{"is_staff": True}, {"is_superuser": True}])
def test_a_moderator_does_not_suspend_the_staff(rank: dict[str, bool]) -> None:
    colleague = make_member("max", **rank)

    with pytest.raises(NotYoursToDecideError):
        services.suspend_member(member=colleague, actor=make_moderator(), reason=Reason.OTHER)

    colleague.refresh_from_db()
    assert not colleague.is_suspended


def make_decision() -> Decision:
    decision = services.hide_post(post=make_post(), actor=make_moderator(), reason=Reason.SPAM)
    assert decision is not None
    return decision


def test_a_decision_is_not_changed_by_code() -> None:
    decision = make_decision()

    for change in (decision.save, decision.delete, Decision.objects.all().delete):
        with pytest.raises(DecisionIsFinalError):
            change()
    with pytest.raises(DecisionIsFinalError):
        Decision.objects.update(note="nothing happened")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE moderation_decision SET note = 'nothing happened'", "DELETE FROM moderation_decision"],
)
def test_a_decision_is_not_changed_by_the_database_either(statement: str) -> None:
    make_decision()

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_who_has_decided_cannot_be_deleted() -> None:
    decision = make_decision()
    assert decision.actor is not None

    with pytest.raises(ProtectedError):
        decision.actor.delete()


def test_a_decision_outlives_its_subject() -> None:
    decision = make_decision()

    Post.objects.get(pk=decision.subject_pk).delete()

    assert Decision.objects.get().subject_label == decision.subject_label
