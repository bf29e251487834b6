"""Who hears of a new post, of reactions and follows, and who has muted it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.delivery import mail as mail_delivery
from accounts.delivery import push as push_delivery
from accounts.models import Channel, MailPace, Notification, NotificationKind, User
from accounts.services.blocking import block
from accounts.services.preferences import change_wishes
from accounts.services.pushing import subscribe
from feed.announcing import refresh
from feed.models import FollowLevel, Post, ReactionKind, Tag
from feed.services import commenting, muting, publishing
from feed.services.attending import follow_thread
from feed.services.following import set_following
from feed.services.reacting import react, retract
from feed.services.visiting import change_reading
from tests.accounts.push_service import Browser
from tests.factories import make_category, make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db

MUTES = ("author", "category", "tag", "keyword", "block")


def _told(username: str = "bob") -> list[tuple[str, str]]:
    """(kind, title) of all that a member was told, but for follows."""
    rows = Notification.objects.told().filter(recipient__username=username).exclude(kind="follow")
    return sorted(rows.values_list("kind", "title"))


def _following(username: str = "bob") -> User:
    """A member who follows Alice, hears of everything on every channel, and has a confirmed address and a browser."""
    member = make_member(username)
    set_following(member, subject=make_member("alice"), is_on=True)
    wishes = frozenset((kind, channel) for kind in NotificationKind for channel in Channel)
    change_wishes(member, wishes=wishes, mail_pace=MailPace.AT_ONCE)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def _browser_of(member: User) -> Browser:
    browser = Browser(endpoint=f"https://push.example.org/send/{member.username}")
    subscribe(member, **browser.keys)
    return browser


def _send(*browsers: Browser) -> None:
    """Send all mail and push, also what was still gathered. The service knows its browsers by their addresses."""
    later = timezone.now() + timedelta(hours=1)
    services = {browser.endpoint: browser for browser in browsers}
    mail_delivery.send_due(now=later)
    push_delivery.send_due(
        now=later, post=lambda url, headers, body: services[url].post(url, headers, body)
    )


def _mute(member: User, kind: str, post: Post) -> None:
    if kind == "keyword":
        muting.mute_keyword(member, keyword="Harbour")
    elif kind == "block":
        block(member, other=post.author)
    else:
        subject: Any = {"author": post.author, "category": post.category}.get(kind)
        muting.set_muted(member, subject=subject or Tag.objects.get(), is_on=True)


def _lighthouse(**fields: Any) -> Post:
    words = {
        "title": "The lighthouse burns",
        "body": "Smoke over the harbours.",
        "tags": ("trams",),
    }
    return make_post(**words | fields)


def test_followers_of_the_author_hear_of_a_new_post_once_on_every_channel_they_chose() -> None:
    browser = _browser_of(_following())
    post = _lighthouse()

    assert [refresh.refresh_due(), refresh.refresh_due()] == [1, 0]
    _send(browser)

    assert _told() == [("post", "The lighthouse burns")]
    assert Notification.objects.get(kind="post").url == post.get_absolute_url()
    [message] = mail.outbox
    assert message.subject == "alice has published – The lighthouse burns"
    assert [each["body"] for each in browser.shown()] == ["The lighthouse burns"]


def test_what_was_published_before_or_comes_back_is_no_news() -> None:
    _following()
    post = _lighthouse()
    refresh.refresh_due()

    publishing.unpublish_post(post)
    assert _told() == []
    publishing.publish_post(Post.objects.get(), actor=post.author)
    publishing.edit_post(Post.objects.get(), editor=post.author, draft=_draft_of(post))
    refresh.refresh_due()

    assert _told() == []


def _draft_of(post: Post) -> publishing.PostDraft:
    return publishing.PostDraft(title="Changed", body=post.body, category=post.category)


def test_what_is_held_is_news_when_it_is_released_and_a_draft_is_none() -> None:
    _following()
    _lighthouse(is_published=False)
    mallory = make_member("mallory", trust_level=0)
    set_following(make_member("bob"), subject=mallory, is_on=True)
    held = make_post(author=mallory, title="Best price", body="Book now: +31 20 555 0123")
    assert held.is_held
    refresh.refresh_due()
    assert _told() == []

    publishing.publish_post(held, actor=make_moderator())
    refresh.refresh_due()

    assert _told() == [("post", "Best price")]


def test_followers_of_categories_and_tags_hear_of_it_where_they_switched_that_on() -> None:
    carol, dave = make_member("carol"), make_member("dave")
    _lighthouse()
    for member in (carol, dave):
        set_following(member, subject=Tag.objects.get(), is_on=True)
        set_following(member, subject=make_category(), is_on=True)
    filed = frozenset({(NotificationKind.FILED, Channel.PAGE)})
    change_wishes(carol, wishes=filed, mail_pace=MailPace.NEVER)

    refresh.refresh_due()

    assert _told("carol") == [("filed", "The lighthouse burns")]
    assert _told("dave") == []


def test_who_follows_the_author_and_the_category_is_told_once_and_the_author_never() -> None:
    bob = _following()
    for member in (bob, make_member("alice")):
        set_following(member, subject=make_category(), is_on=True)

    _lighthouse()
    refresh.refresh_due()

    assert _told() == [("post", "The lighthouse burns")]
    assert _told("alice") == []


def test_a_follower_hears_of_posts_in_the_languages_that_he_reads() -> None:
    change_reading(_following(), languages=["nl"], keeps_history=True)

    make_post(title="In English")
    make_post(title="Op zijn Nederlands", language="nl")
    refresh.refresh_due()

    assert _told() == [("post", "Op zijn Nederlands")]


@pytest.mark.parametrize("kind", MUTES)
def test_of_what_is_muted_no_news_of_any_kind_comes(kind: str) -> None:
    bob, carol = _following(), _following("carol")
    post = _lighthouse(is_published=False)
    _mute(bob, kind, post)

    publishing.publish_post(post, actor=post.author)
    post.refresh_from_db()
    for member in (bob, carol):
        follow_thread(post=post, member=member, level=FollowLevel.ALL)
    make_comment(post=post, author=make_member("dave"), body="Do you hear, @bob and @carol?")
    make_comment(post=post, author=make_member("dave"), body="It still burns.")
    refresh.refresh_due()
    of_bob, of_carol = _browser_of(bob), _browser_of(carol)
    _send(of_bob, of_carol)

    assert _told() == []
    assert [kind for kind, _title in _told("carol")] == ["mention", "post", "thread"]
    assert {address for message in mail.outbox for address in message.to} == {carol.email}
    assert (len(of_bob.taken), len(of_carol.taken)) == (0, 3)


@pytest.mark.parametrize("kind", MUTES)
def test_what_was_told_before_the_mute_goes_and_is_not_sent(kind: str) -> None:
    bob = _following()
    post = _lighthouse()
    follow_thread(post=post, member=bob, level=FollowLevel.ALL)
    make_comment(post=post, author=make_member("dave"))
    other = make_post(
        author=make_member("erin"), category=make_category("Market"), title="Soup", body="Hot."
    )
    make_comment(post=other, author=make_member("dave"), body="And you, @bob?")
    refresh.refresh_due()
    assert len(_told()) == 3

    _mute(bob, kind, post)

    left = [title for _kind, title in _told()]
    assert post.title not in left or kind == "block"
    assert other.title in left
    assert ("post", post.title) not in _told()


def test_a_muted_member_is_not_heard_of_whatever_he_does() -> None:
    alice, mallory = make_member("alice"), make_member("mallory")
    post = _lighthouse()
    muting.set_muted(alice, subject=mallory, is_on=True)

    set_following(mallory, subject=alice, is_on=True)
    react(post=post, member=mallory, kind=ReactionKind.LIKE)
    make_comment(post=post, author=mallory, body="Look, @alice!")
    refresh.refresh_due()

    assert not Notification.objects.filter(recipient=alice).exists()


def test_reactions_are_told_to_the_author_gathered_and_taken_back() -> None:
    post = _lighthouse()
    for name in ("bob", "carol", "dave"):
        react(post=post, member=make_member(name), kind=ReactionKind.LIKE)
    refresh.refresh_due()
    react(post=post, member=make_member("bob"), kind=ReactionKind.FUNNY)
    refresh.refresh_due()

    told = Notification.objects.get(recipient=post.author)
    assert (told.kind, told.actor_count, told.url) == ("reaction", 3, post.get_absolute_url())
    for name in ("bob", "carol", "dave"):
        retract(post=post, member=make_member(name))

    assert _told("alice") == []


def test_of_a_post_that_is_gone_nothing_is_told_any_more() -> None:
    _following()
    for end in (publishing.hide_post, publishing.delete_post):
        post = _lighthouse()
        make_comment(post=post, author=make_member("dave"), body="Did you see, @bob?")
        refresh.refresh_due()
        assert len(_told()) == 2

        end(post)

        assert _told() == _told("alice") == []


def test_a_post_for_many_followers_is_told_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        set_following(make_member(f"reader{number}"), subject=make_member("alice"), is_on=True)
    post = _lighthouse()

    with django_assert_max_num_queries(24):
        refresh.refresh_post(post.pk)

    assert Notification.objects.filter(kind="post").count() == 30


def test_the_page_and_the_settings_name_the_new_kinds(client: Client) -> None:
    client.force_login(_following())
    _lighthouse()
    refresh.refresh_due()

    assert "alice has published" in client.get("/notifications/").content.decode()
    settings_page = client.get("/settings/notifications/").content.decode()
    assert "New posts by members you follow" in settings_page
    assert "New posts in categories and with tags you follow" in settings_page


def test_a_comment_that_was_hidden_is_not_told_again_by_a_mute() -> None:
    bob = _following()
    hidden = make_comment(author=make_member("dave"), body="@bob, look")
    refresh.refresh_due()
    commenting.hide_comment(hidden)

    muting.mute_keyword(bob, keyword="nothing here")

    assert [kind for kind, _title in _told()] == ["post"]
