"""Members are told once, gathered, and only by whom and of what they want to hear."""

from collections.abc import Iterable

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import BlockRefusedError
from accounts.models import (
    Block,
    Channel,
    MailPace,
    Notification,
    NotificationChoice,
    NotificationKind,
    User,
)
from accounts.services.blocking import block, unblock
from accounts.services.notifications import forget, notify, withdraw
from tests.factories import make_member
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db


def tell(
    *recipients: User,
    by: User | None,
    kind: NotificationKind = NotificationKind.REACTION,
    subject: str = "post:12",
) -> int:
    return notify(
        recipient_pks=[each.pk for each in recipients],
        kind=kind,
        actor=by,
        subject=subject,
        title="Herons reach the play-offs",
        url="/posts/12/",
    )


def only(rows: Iterable[Notification]) -> Notification:
    [row] = rows
    return row


def test_news_waits_for_its_recipient() -> None:
    alice, bob = make_member("alice"), make_member("bob")

    assert tell(alice, by=bob) == 1

    row = only(Notification.objects.visible_to(alice).unread())
    assert (row.title, row.url, row.actor_count, row.latest_actor) == (
        "Herons reach the play-offs",
        "/posts/12/",
        1,
        bob,
    )


def test_the_same_hand_is_news_once() -> None:
    alice, bob = make_member("alice"), make_member("bob")
    tell(alice, by=bob)

    assert tell(alice, by=bob) == 0
    assert only(Notification.objects.all()).actor_count == 1


def test_several_hands_make_one_notification_that_is_unread_again() -> None:
    alice = make_member("alice")
    tell(alice, by=make_member("bob"))
    Notification.objects.update(read_at="2026-01-01T00:00Z")

    assert tell(alice, by=make_member("mona")) == 1

    row = only(Notification.objects.unread())
    assert (row.actor_count, row.latest_actor) == (2, make_member("mona"))


def test_nobody_is_told_of_his_own_deeds() -> None:
    alice = make_member("alice")

    assert tell(alice, by=alice) == 0
    assert not Notification.objects.exists()


def test_who_blocked_the_actor_is_not_told() -> None:
    alice, mallory = make_member("alice"), make_member("mallory")
    block(alice, other=mallory)

    assert tell(alice, by=mallory) == 0


def test_a_closed_account_is_told_nothing() -> None:
    assert tell(make_member("gone", is_active=False), by=make_member("bob")) == 0


def test_a_kind_that_is_switched_off_everywhere_leaves_no_row() -> None:
    alice = make_member("alice")
    NotificationChoice.objects.create(
        member=alice, kind=NotificationKind.REACTION, channel=Channel.PAGE, is_on=False
    )

    assert tell(alice, by=make_member("bob")) == 0
    assert not Notification.objects.exists()


def test_moderators_decisions_are_always_stated() -> None:
    alice = make_member("alice")
    for channel in Channel:
        NotificationChoice.objects.create(
            member=alice, kind=NotificationKind.MODERATION, channel=channel, is_on=False
        )

    tell(alice, by=None, kind=NotificationKind.MODERATION, subject="decision:1")

    assert only(Notification.objects.visible_to(alice)).mail_due_at is None


def test_the_site_says_the_same_thing_once() -> None:
    alice = make_member("alice")

    told = [
        tell(alice, by=None, kind=NotificationKind.MODERATION, subject="decision:1")
        for _time in range(2)
    ]

    assert told == [1, 0]


def test_a_reply_is_due_by_mail_and_push_at_once() -> None:
    tell(make_member("alice"), by=make_member("bob"), kind=NotificationKind.REPLY)

    row = only(Notification.objects.all())
    assert row.mail_due_at == row.push_due_at == row.changed_at


def test_who_reads_mail_once_a_day_gets_it_at_eight_on_his_own_clock() -> None:
    alice = make_member("alice", mail_pace=MailPace.DAILY, time_zone="Asia/Tokyo")

    tell(alice, by=make_member("bob"), kind=NotificationKind.REPLY)

    due = only(Notification.objects.all()).mail_due_at
    assert due is not None
    assert (due.hour, due.minute) == (23, 0)  # eight in Tokyo


def test_a_reaction_taken_back_is_no_news() -> None:
    alice, bob, mona = make_member("alice"), make_member("bob"), make_member("mona")
    tell(alice, by=bob)
    tell(alice, by=mona)

    withdraw(kind=NotificationKind.REACTION, actor=mona, subject="post:12")

    row = only(Notification.objects.all())
    assert (row.actor_count, row.latest_actor) == (1, bob)


def test_a_notification_without_any_actor_left_is_gone() -> None:
    alice, bob = make_member("alice"), make_member("bob")
    tell(alice, by=bob)

    withdraw(kind=NotificationKind.REACTION, actor=bob, subject="post:12")

    assert not Notification.objects.exists()


def test_what_is_hidden_is_spoken_of_no_more() -> None:
    alice, bob = make_member("alice"), make_member("bob")
    tell(alice, by=bob)
    tell(alice, by=bob, subject="post:13")

    forget("post:12")

    assert only(Notification.objects.all()).subject == "post:13"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("taken_back", ["hidden", "withdrawn"])
def test_what_is_taken_back_while_another_adds_to_it_fails_nobody(taken_back: str) -> None:
    alice, bob, carol = make_member("alice"), make_member("bob"), make_member("carol")
    tell(alice, by=bob)
    deeds = {
        "hidden": lambda: forget("post:12"),
        "withdrawn": lambda: withdraw(kind=NotificationKind.REACTION, actor=bob, subject="post:12"),
    }

    meanwhile(lambda: tell(alice, by=carol), deeds[taken_back])

    left = [row.actor_count for row in Notification.objects.all()]
    assert left == ([] if taken_back == "hidden" else [1])


def test_a_block_takes_back_what_was_said() -> None:
    alice, mallory = make_member("alice"), make_member("mallory")
    tell(alice, by=mallory)

    assert block(alice, other=mallory)
    assert not block(alice, other=mallory)
    assert not Notification.objects.exists()


def test_a_block_can_be_lifted_once() -> None:
    alice, bob = make_member("alice"), make_member("bob")
    block(alice, other=bob)

    assert unblock(alice, other=bob)
    assert not unblock(alice, other=bob)


def test_nobody_blocks_himself() -> None:
    alice = make_member("alice")

    with pytest.raises(BlockRefusedError):
        block(alice, other=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(blocker=alice, blocked=alice)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "posts/12/"])
def test_news_leads_to_this_site_only(url: str) -> None:
    with pytest.raises(ValueError, match="not a local path"):
        notify(
            recipient_pks=[1], kind=NotificationKind.POST, actor=None, subject="x", title="x", url=url
        )  # fmt: skip


def test_many_are_told_with_few_queries(django_assert_max_num_queries: object) -> None:
    crowd = [make_member(f"reader{number}") for number in range(30)]
    bob = make_member("bob")

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert tell(*crowd, by=bob) == 30
