"""Who is told of a comment, and that each is told once."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Notification, User
from accounts.services.blocking import block
from feed.announcing import refresh
from feed.announcing.recipients import recipients_of
from feed.errors import KeptAwayError
from feed.models import Comment, FollowLevel, Mention
from feed.services import commenting, publishing
from feed.services.attending import follow_thread
from tests.factories import make_comment, make_member

pytestmark = pytest.mark.django_db


def _told() -> list[tuple[str, str]]:
    """(who, of what kind) by name."""
    return sorted(Notification.objects.values_list("recipient__username", "kind"))


def _follow(comment: Comment, level: FollowLevel, *members: User) -> None:
    for member in members:
        follow_thread(post=comment.post, member=member, level=level)


def test_the_author_of_the_post_is_answered_by_a_first_comment() -> None:
    comment = make_comment()

    found = recipients_of(comment)

    assert found.answered == {comment.post.author_id}
    assert not found.mentioned | found.following


def test_a_reply_is_for_the_author_of_what_it_answers() -> None:
    root = make_comment(author=make_member("carol"))

    found = recipients_of(make_comment(parent=root, author=make_member("bob")))

    assert found.answered == {root.author_id}
    assert not found.mentioned | found.following


def test_each_member_is_told_in_the_nearest_way_only() -> None:
    carol, dave, erin = make_member("carol"), make_member("dave"), make_member("erin")
    root = make_comment(author=carol)
    _follow(root, FollowLevel.ALL, carol, dave, erin, make_member("bob"))

    found = recipients_of(make_comment(parent=root, body="@carol and @dave, and @bob himself"))

    assert found.mentioned == {carol.pk, dave.pk}
    assert found.answered == set()
    assert found.following == {erin.pk}


def test_who_silenced_a_conversation_hears_nothing_of_it() -> None:
    carol = make_member("carol")
    root = make_comment(author=carol)
    _follow(root, FollowLevel.NOTHING, carol, root.post.author)

    found = recipients_of(make_comment(parent=root, body="@carol and @alice"))

    assert not found.mentioned | found.answered | found.following


def test_a_comment_is_announced_after_it_is_there(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(body="What does @carol say?", author=make_member("bob"))
        make_member("carol")
    assert _told() == [("alice", "reply")]

    with django_capture_on_commit_callbacks(execute=True):
        make_comment(body="And now, @Carol?", author=make_member("bob"))

    assert _told() == [("alice", "reply"), ("alice", "reply"), ("carol", "mention")]


def test_a_lost_message_is_made_up_for_and_nobody_is_told_twice() -> None:
    comment = make_comment()

    assert [refresh.refresh_due(), refresh.refresh_due()] == [2, 0]  # the post and the comment
    assert not refresh.refresh_comment(comment.pk)
    assert _told() == [("alice", "reply")]


def test_what_waits_for_a_moderator_is_announced_when_it_is_released() -> None:
    pitch = "Call us on +31 20 555 0123, best price, book now https://a.example https://b.example"
    held = make_comment(author=make_member("mallory", trust_level=0), body=pitch)
    refresh.refresh_due()
    assert _told() == []

    commenting.publish_comment(held)
    refresh.refresh_due()

    assert _told() == [("alice", "reply")]


def test_what_is_hidden_before_it_is_announced_is_not_announced() -> None:
    commenting.hide_comment(make_comment())
    publishing.hide_post(make_comment().post)

    refresh.refresh_due()

    assert _told() == []
    assert not Comment.objects.filter(announce_due=True).exists()


def test_what_is_deleted_is_taken_back() -> None:
    comment = make_comment()
    refresh.refresh_due()

    commenting.delete_comment(comment)

    assert _told() == []


def test_a_blocked_member_reaches_nobody_by_reply_or_mention() -> None:
    carol, mallory = make_member("carol"), make_member("mallory")
    root = make_comment(author=carol)
    refresh.refresh_due()
    block(carol, other=mallory)

    with pytest.raises(KeptAwayError):
        make_comment(parent=root, author=mallory, body="Answer me")
    make_comment(post=root.post, author=mallory, body="@carol!")
    refresh.refresh_due()

    assert ("carol", "reply") not in _told()
    assert ("carol", "mention") not in _told()


def test_an_edit_that_names_somebody_tells_that_member_and_nobody_again() -> None:
    make_member("carol")
    comment = make_comment(body="Hello @alice")
    refresh.refresh_due()

    commenting.edit_comment(comment, body="Hello @alice and @carol")
    refresh.refresh_due()
    commenting.edit_comment(comment, body="Hello @carol")

    assert _told() == [("alice", "mention"), ("carol", "mention")]
    assert [each.member.username for each in Mention.objects.all()] == ["carol"]
