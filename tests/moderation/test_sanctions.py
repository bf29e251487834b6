"""Sanctions: taken with a reason and an end, lifted, reversed exactly, ended by the clock; every door keeps to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.errors import ProfileRefusedError
from accounts.models import NO_END, Notification, User
from accounts.services.profiles import Profile, change_profile
from feed.errors import SilencedError
from feed.models import ReactionKind
from feed.services import commenting, polling, publishing, reacting, scheduling, voting
from moderation import services
from moderation.models import Decision, Reason, Verb
from moderation.services import sanctions
from tests.factories import make_comment, make_draft, make_member, make_moderator, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def silence(member: User, **more: Any) -> Decision:
    decision = services.silence_member(
        member=member, actor=make_moderator(), reason=Reason.ABUSE, **more
    )
    assert decision is not None
    member.refresh_from_db()
    return decision


def suspend(member: User, **more: Any) -> Decision:
    decision = services.suspend_member(
        member=member, actor=make_moderator(), reason=Reason.SPAM, **more
    )
    assert decision is not None
    member.refresh_from_db()
    return decision


def verbs() -> list[str]:
    return list(Decision.objects.order_by("pk").values_list("verb", flat=True))


def test_a_silence_ends_at_check_time_and_the_sweeper_says_so() -> None:
    alice = make_member("alice", language="nl")
    end = timezone.now() + 7 * DAY
    decision = silence(alice, until=end)

    over = User(silenced_until=timezone.now() - timedelta(seconds=1))

    assert (decision.expires_at, alice.is_silenced) == (end, True)
    assert not over.is_silenced  # before any sweeper ran
    assert sanctions.end_due(now=end - timedelta(seconds=1)) == 0
    assert [sanctions.end_due(now=end), sanctions.end_due(now=end)] == [1, 0]
    alice.refresh_from_db()
    assert alice.silenced_until is None
    assert verbs() == [Verb.SILENCE, Verb.UNSILENCE]
    told = Notification.objects.filter(
        recipient=alice, kind="moderation", mail_due_at__isnull=False
    )
    assert told.order_by("pk").values_list("title", flat=True)[1] == "Je mag weer schrijven"


def test_the_same_again_decides_nothing_and_another_end_replaces_the_first() -> None:
    alice, mona = make_member("alice"), make_moderator()
    silence(alice)

    assert services.silence_member(member=alice, actor=mona, reason=Reason.SPAM) is None
    silence(alice, until=timezone.now() + DAY)
    assert alice.silenced_until is not None
    assert alice.silenced_until < NO_END
    services.unsilence_member(member=alice, actor=mona)
    assert services.unsilence_member(member=alice, actor=mona) is None
    alice.refresh_from_db()
    assert not alice.is_silenced
    assert verbs() == [Verb.SILENCE, Verb.SILENCE, Verb.UNSILENCE]


def test_a_member_who_left_is_sanctioned_no_more_and_not_let_in_again() -> None:
    gone = make_member("gone", is_active=False, left_at=timezone.now())
    case: dict[str, Any] = {"member": gone, "actor": make_moderator(), "reason": Reason.SPAM}

    assert services.suspend_member(**case) is None
    assert services.reinstate_member(**case) is None
    assert not User.objects.get(pk=gone.pk).is_active


WRITING: dict[str, Callable[[User], Any]] = {
    "publish": lambda m: publishing.publish_post(make_post(author=m, is_published=False), actor=m),
    "schedule": lambda m: scheduling.schedule_post(
        make_post(author=m, is_published=False), at=timezone.now() + DAY
    ),
    "comment": lambda m: commenting.add_comment(post=make_post(), author=m, body="Hm."),
    "react": lambda m: reacting.react(
        post=make_post(), member=m, kind=next(iter(ReactionKind))
    ),
    "vote": lambda m: voting.vote(make_comment(), member=m, is_helpful=True),
    "answer a poll": lambda m: polling.vote(post=make_post(), member=m, choice_pk=1),
}  # fmt: skip


def test_a_silenced_member_writes_nothing_by_any_service_and_keeps_drafts() -> None:
    mallory = make_member("mallory")
    own = make_post(author=mallory)
    answer = make_comment(author=mallory)
    silence(mallory)

    for name, deed in WRITING.items():
        with pytest.raises(SilencedError):
            print(name, deed(mallory))
    with pytest.raises(SilencedError):
        publishing.edit_post(own, editor=mallory, draft=make_draft(title="Else"))
    with pytest.raises(SilencedError):
        commenting.edit_comment(answer, body="Else.")
    draft = make_post(author=mallory, is_published=False)
    assert publishing.edit_post(draft, editor=mallory, draft=make_draft(title="Kept")).is_draft
    assert commenting.delete_comment(answer).status == "deleted"


def test_pages_and_the_api_refuse_a_silenced_member_with_words(client: Client) -> None:
    bob, post = make_member("bob"), make_post()
    program = Program(bob)
    decision = silence(bob, until=timezone.now() + DAY)
    client.force_login(bob)

    page = client.get(post.get_absolute_url()).content.decode()
    refused = client.post(f"/posts/{post.pk}/comments/", {"body": "My long answer"})
    answer = program.post(f"posts/{post.pk}/comments/", {"body": "Hm."})

    assert "You can read, but not write until" in page
    assert "data-comment-form" not in page
    assert refused.status_code == 403
    assert "My long answer" in refused.text
    assert f"/decisions/{decision.pk}/" in refused.text
    assert client.post(f"/posts/{post.pk}/reactions/", {"kind": "like"}).status_code == 403
    assert (answer.status_code, answer.json()["code"]) == (403, "silenced")
    assert program.get(f"posts/{post.pk}/").status_code == 200
    assert not post.comments.exists()


def test_a_silenced_member_shows_nothing_new_in_the_profile_but_takes_away(client: Client) -> None:
    bob = make_member("bob", display_name="Bob", bio="Writes about ships.")
    silence(bob, until=timezone.now() + DAY)
    client.force_login(bob)

    added = client.post("/settings/", {"display_name": "Bob", "bio": "Call me at the quay."})
    same = client.post("/settings/", {"display_name": "Bob", "bio": "Writes about ships."})
    less = client.post("/settings/", {"display_name": "", "bio": ""})

    bob.refresh_from_db()
    assert (added.status_code, same.status_code, less.status_code) == (422, 302, 302)
    assert "Call me at the quay." in added.text
    assert "can only be removed" in added.text
    assert (bob.display_name, bob.bio) == ("", "")
    with pytest.raises(ProfileRefusedError):
        change_profile(bob, profile=Profile(display_name="", bio="New words."))


def test_a_suspended_member_signs_in_only_to_read_why_appeal_and_export(client: Client) -> None:
    bob = make_member("bob", language="")
    program = Program(bob)
    decision = suspend(bob)
    statement = f"/decisions/{decision.pk}/"

    client.post("/accounts/login/", {"login": "bob", "password": "correct horse battery staple"})
    kept_out = client.get("/")

    assert kept_out.status_code == 403
    assert "Your account is suspended" in kept_out.text
    assert statement in kept_out.text
    assert "spam or hidden advertising" in client.get(statement).text
    for place in ("/settings/", "/write/", "/notifications/", "/admin/"):
        assert client.get(place).status_code == 403, place
    for place in ("/settings/data/", "/manifest.webmanifest", "/worker.js", "/offline/"):
        assert client.get(place).status_code == 200, place
    assert client.get("/moderation/sanction/").headers["Location"] == statement
    refused = program.get("posts/")
    assert (refused.status_code, refused.json()["code"]) == (403, "suspended")
    silence(bob)
    both = client.get("/").text
    assert "Suspended." in both  # each of two sanctions says what it is
    assert "Silenced." in both
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_sees_on_the_members_page_what_was_decided(client: Client) -> None:
    alice = make_post().author
    before = client.get(alice.get_absolute_url()).text
    suspend(alice)
    silence(alice)

    after = client.get(alice.get_absolute_url())

    assert after.status_code == 200
    assert "suspend" not in after.text.lower()
    assert "silence" not in after.text.lower()
    assert len(after.text) == len(before)


def test_a_suspended_moderator_moderates_nothing() -> None:
    mona, ada = make_moderator(), make_member("ada", is_staff=True, is_superuser=True)

    services.suspend_member(member=mona, actor=ada, reason=Reason.OTHER)

    assert not User.objects.get(pk=mona.pk).is_moderator


def test_due_ends_are_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM accounts_user WHERE silenced_until <= now() "
            "ORDER BY silenced_until LIMIT 100"
        )
        assert "accounts_silenced" in "\n".join(row[0] for row in cursor.fetchall())
