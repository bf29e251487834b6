"""A member answers a decision once; another moderator looks again, and what was wrong is taken back exactly."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, User
from feed.announcing import refresh
from feed.errors import NotAllowedError
from feed.models import Post
from moderation import services
from moderation.errors import (
    AlreadyTakenBackError,
    AppealClosedError,
    AppealRefusedError,
    NotYoursToDecideError,
)
from moderation.models import Appeal, AppealState, Decision, Reason, Verb
from moderation.services import appealing
from moderation.services.records import Ruling
from moderation.services.reversing import reverse
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.moderation.lighthouse import make_lighthouse, what_readers_find

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def hide(post: Post, *, actor: User | None = None) -> Decision:
    decision = services.hide_post(
        post=post, actor=actor or make_moderator(), reason=Reason.OFF_TOPIC
    )
    assert decision is not None
    return decision


def appeal_of(decision: Decision, words: str = "It is on topic.") -> Appeal:
    assert decision.member_pk
    member = User.objects.get(pk=decision.member_pk)
    return appealing.open_appeal(decision, member=member, words=words)


def test_overturning_brings_back_exactly_what_was_hidden() -> None:
    post, neighbour = make_lighthouse()
    before = what_readers_find(post, neighbour)

    appeal = appeal_of(decision := hide(post))
    meanwhile = what_readers_find(post, neighbour)
    answered = services.overturn_appeal(
        appeal=appeal, actor=make_moderator("mia"), note="You are right."
    )
    refresh.refresh_due()
    after = what_readers_find(post, neighbour)

    assert before["read more"] == [post.pk]
    assert (len(before["told"]), len(before["search"]), before["feed"] > 0) == (3, 2, True)
    gone = ("read more", "told", "front page", "feed")
    assert [bool(meanwhile[name]) for name in gone] == [False] * 4
    assert meanwhile["search"] == [neighbour.pk]
    assert after == before | {"reports": ["dismissed"]}
    assert answered is not None
    assert answered.state == AppealState.OVERTURNED
    assert str(answered.answered_by) == "mia"
    assert Decision.objects.get(reverses=decision).verb == Verb.RESTORE
    told = Notification.objects.filter(recipient=post.author, kind="moderation").order_by("pk")
    assert told[1].title == "Your appeal is answered"


def test_upholding_leaves_it_hidden_and_closes_the_dialogue() -> None:
    post = make_post()
    appeal = appeal_of(hide(post))

    services.uphold_appeal(appeal=appeal, actor=make_moderator("mia"), note="It is an advert.")

    assert Post.objects.get(pk=post.pk).is_hidden
    assert services.uphold_appeal(appeal=appeal, actor=make_moderator("mia"), note="Yes.") is None
    for author in (post.author, make_moderator("mia")):
        with pytest.raises(AppealClosedError):
            appealing.add_message(appeal, author=author, words="But …")


def test_who_decided_or_appeals_does_not_answer_and_the_database_holds_it() -> None:
    mona = make_moderator()
    appeal = appeal_of(hide(make_post(author=make_moderator("mia")), actor=mona))

    for moderator in (mona, make_moderator("mia")):
        with pytest.raises(NotYoursToDecideError):
            services.overturn_appeal(appeal=appeal, actor=moderator, note="Yes.")
        with pytest.raises(NotYoursToDecideError):
            services.uphold_appeal(appeal=appeal, actor=moderator, note="No.")
        answer = {"state": "upheld", "answered_by": moderator, "answered_at": timezone.now()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(**answer)
    with pytest.raises(NotAllowedError):
        services.uphold_appeal(appeal=appeal, actor=make_member("bob"), note="No.")
    assert Appeal.objects.get().state == AppealState.OPEN


def test_an_answer_needs_words() -> None:
    appeal = appeal_of(hide(make_post()))

    with pytest.raises(AppealRefusedError):
        services.overturn_appeal(appeal=appeal, actor=make_moderator("mia"), note="  ")

    assert Appeal.objects.get().state == AppealState.OPEN


def test_what_cannot_be_appealed_says_why() -> None:
    alice, mona = make_member("alice"), make_moderator()
    own = hide(make_post(author=mona), actor=mona)
    hidden = hide(make_post(author=alice))
    released = services.restore_post(post=Post.objects.get(pk=hidden.subject_pk), actor=mona)
    assert released is not None

    assert "yourself" in appealing.objection_to_appeal(own, member=mona)
    assert "nothing to appeal" in appealing.objection_to_appeal(released, member=alice)
    assert "nothing to appeal" in appealing.objection_to_appeal(hidden, member=make_member("bob"))
    reverse(hidden, ruling=Ruling(mona, Reason.IN_ORDER, reverses=hidden))
    assert "taken back" in appealing.objection_to_appeal(hidden, member=alice)
    hidden.created_at -= timedelta(days=200)
    with pytest.raises(AppealRefusedError):
        appealing.open_appeal(own, member=mona, words="I was wrong.")


def test_an_undone_decision_is_not_undone_again_nor_is_an_undoing() -> None:
    mona, decision = make_moderator(), hide(make_post())
    undoing = reverse(decision, ruling=Ruling(mona, Reason.IN_ORDER, reverses=decision))

    for each in (decision, undoing):
        with pytest.raises(AlreadyTakenBackError):
            reverse(each, ruling=Ruling(mona, Reason.IN_ORDER, reverses=each))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            actor=mona, verb="restore", subject_kind="post", subject_pk=1, reason_id="in_order",
            reverses=decision,
        )  # fmt: skip


def test_taking_back_one_of_two_sanctions_leaves_the_other() -> None:
    alice, mona, mia = make_member("alice"), make_moderator(), make_moderator("mia")
    case: dict[str, Any] = {"member": alice, "actor": mona, "reason": Reason.ABUSE}
    soon, late = timezone.now() + DAY, timezone.now() + 30 * DAY
    first = services.silence_member(until=soon, **case)
    second = services.silence_member(until=late, **case)
    assert first
    assert second

    services.overturn_appeal(appeal=appeal_of(second), actor=mia, note="Too long.")
    alice.refresh_from_db()
    assert alice.silenced_until == soon
    services.overturn_appeal(appeal=appeal_of(first), actor=mia, note="Neither.")
    alice.refresh_from_db()
    assert alice.silenced_until is None


def test_a_warning_and_a_comment_are_taken_back_and_what_is_gone_stays_gone() -> None:
    mona, mia = make_moderator(), make_moderator("mia")
    comment, post = make_comment(), make_post()
    warned = services.warn_member(member=make_member("alice"), actor=mona, reason=Reason.ABUSE)
    hidden = services.hide_comment(comment=comment, actor=mona, reason=Reason.ABUSE)
    gone = hide(post)
    assert warned
    assert hidden
    appeals = [appeal_of(decision) for decision in (warned, hidden, gone)]
    post.delete()

    for appeal in appeals:
        services.overturn_appeal(appeal=appeal, actor=mia, note="Sorry.")

    comment.refresh_from_db()
    assert comment.is_live
    undone = Decision.objects.filter(reverses__isnull=False).order_by("pk")
    assert [each.verb for each in undone] == [Verb.UNWARN, Verb.RESTORE, Verb.RESTORE]


def test_the_member_appeals_on_the_statement_and_both_sides_hear_of_each_other(
    client: Client,
) -> None:
    decision, mia = hide(make_post()), make_moderator("mia")
    place = f"/decisions/{decision.pk}/"
    client.force_login(make_member("alice"))

    empty = client.post(f"{place}appeal/", {"words": " "})
    opened = client.post(f"{place}appeal/", {"words": "It <b>is</b> on topic."})
    again = client.post(f"{place}appeal/", {"words": "Once more"})
    appealing.add_message(Appeal.objects.get(), author=mia, words="Which topic?")
    client.post(f"{place}appeal/messages/", {"words": "Harbours."})
    page = client.get(place).text

    assert (empty.status_code, opened.status_code, again.status_code) == (422, 302, 422)
    assert "appealed this decision already" in again.text
    assert "Once more" in again.text
    assert "It &lt;b&gt;is&lt;/b&gt; on topic." in page
    assert page.index("Which topic?") < page.index("Harbours.")
    assert "mia" not in page
    assert Notification.objects.filter(recipient=mia, subject__startswith="appeal:").count() == 1
    told = Notification.objects.filter(recipient__username="alice", subject__contains=":turn:")
    assert told.get().url == place


def test_others_neither_appeal_nor_speak(client: Client) -> None:
    decision = hide(make_post())
    appeal_of(decision)
    places = [f"/decisions/{decision.pk}/appeal/", f"/decisions/{decision.pk}/appeal/messages/"]

    for place in places:
        assert client.post(place, {"words": "Me too"}).status_code == 302
        assert client.get(place).status_code in (302, 405)
    client.force_login(make_member("bob"))
    for place in (*places, f"/decisions/{2**70}/appeal/", f"/decisions/{2**70}/appeal/messages/"):
        assert client.post(place, {"words": "Me too"}).status_code == 404
    with pytest.raises(NotAllowedError):
        appealing.add_message(Appeal.objects.get(), author=make_member("bob"), words="Me too")


def test_a_suspended_member_appeals(client: Client) -> None:
    bob = make_member("bob")
    decision = services.suspend_member(member=bob, actor=make_moderator(), reason=Reason.SPAM)
    assert decision
    client.force_login(bob)

    response = client.post(f"/decisions/{decision.pk}/appeal/", {"words": "It was not me."})

    assert response.status_code == 302
    services.overturn_appeal(
        appeal=Appeal.objects.get(), actor=make_moderator("mia"), note="Sorry."
    )
    assert client.get("/").status_code == 200
