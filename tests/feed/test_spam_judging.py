"""Judging posts and comments: what is kept, what waits, what is refused, what is learned."""

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import TrustLevel, User
from feed.errors import TextRefusedError
from feed.models import (
    ContactKey,
    ContactKind,
    ContactStanding,
    Judgement,
    PollChoice,
    Post,
    PostFeatures,
    PostStatus,
    SpamExample,
    SpamModel,
    TextKind,
)
from feed.services import commenting, polling, publishing
from feed.services.polling import PollTerms
from feed.services.series import describe_series
from feed.spam import store
from moderation import services
from moderation.models import Reason
from tests.factories import make_comment, make_draft, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis", "fresh_models")]

SPAM = (
    "Subscribe to my channel and check out my new video, free gift cards for everybody who clicks!"
)
STORY = (
    "The lock keeper of the old canal counted eleven barges before breakfast on Monday and wrote each name into the "
    "ledger that her grandmother began, in the same green ink, while the fog stood so low that only the masts showed."
)
OTHER_STORY = (
    "Two engineers walked along the tram line on Thursday night to find out why the signal at the market square had "
    "failed three times in a week, and came back with a nest of mice that had eaten the insulation of a cable."
)


@pytest.fixture
def fresh_models() -> Iterator[None]:
    store.forget_loaded()
    yield
    store.forget_loaded()


def newcomer(name: str = "mallory") -> User:
    return make_member(name, trust_level=TrustLevel.NEW)


def judgement(kind: TextKind, pk: int) -> Judgement:
    return Judgement.objects.get(kind=kind, subject_pk=pk)


def block(value: str, *, standing: ContactStanding = ContactStanding.BLOCKED) -> None:
    ContactKey.objects.create(
        kind=ContactKind.DOMAIN, value=value, standing=standing, reason="fake shop"
    )


def test_a_post_keeps_its_verdict_with_the_probability_and_the_model() -> None:
    post = make_post()

    found = judgement(TextKind.POST, post.pk)

    assert found.action == "allow"
    assert found.probability is not None
    assert found.probability < 0.5
    assert found.model_version == store.SHIPPED


def test_what_reads_like_spam_waits_with_the_words_that_spoke_for_it() -> None:
    post = make_post(author=newcomer(), body=SPAM)

    first, *_others = judgement(TextKind.POST, post.pk).evidence

    assert post.status == PostStatus.HELD
    assert first["rule"] == "reads like spam"
    assert "subscribe" in first["words"]
    assert 0.8 < first["strength"] <= 1


def test_a_comment_is_judged_again_when_it_is_edited() -> None:
    comment = make_comment(author=newcomer(), body="The ferry was late again.")

    edited = commenting.edit_comment(comment, body=SPAM)

    assert edited.is_held
    assert judgement(TextKind.COMMENT, comment.pk).action == "hold"


def test_a_member_in_good_standing_is_not_held_for_a_suspicion_alone() -> None:
    assert make_comment(body="Check out my channel and subscribe please").is_live


def test_a_suspicion_that_is_not_held_sinks_in_the_hot_feed() -> None:
    suspect = make_post(title="Subscribe", body=SPAM)
    plain = make_post()

    suspect.refresh_from_db()

    assert suspect.is_live
    assert suspect.hotness < plain.hotness - 1


def test_read_more_is_told_the_probability() -> None:
    post = make_post(body=SPAM)

    assert (PostFeatures.objects.get(post=post).spam_probability or 0) > 0.5


def test_a_text_copied_from_another_member_waits() -> None:
    original = make_post(body=STORY)
    copy = make_post(author=newcomer(), body=STORY, title="Barges")
    own = make_post(author=original.author, body=STORY, title="Barges again")

    assert "copied text" in copy.held_reasons
    assert own.is_live


def test_a_newcomers_first_contact_waits_and_one_that_members_used_does_not() -> None:
    first = make_post(author=newcomer(), body=f"{STORY} See https://barges.example/ledger")
    make_post(author=make_member("alice"), body="I read it on https://canals.example/ today.")
    known = make_post(
        author=newcomer("newton"), body=f"{OTHER_STORY} See https://www.canals.example/x"
    )

    assert first.held_reasons[0] == "contact used for the first time"
    assert known.is_live


def test_a_released_contact_needs_no_second_look() -> None:
    first = make_post(author=newcomer(), body=f"{STORY} See https://barges.example/ledger")
    services.release_post(post=first, actor=make_moderator())

    second = make_post(author=newcomer("newton"), body=f"{OTHER_STORY} See https://barges.example/")

    assert second.is_live


def test_contacts_of_spam_hold_whoever_uses_them_next() -> None:
    spam = make_post(author=newcomer(), body="Call me on +31 6 12345678")
    services.hide_post(post=spam, actor=make_moderator(), reason=Reason.SPAM)

    again = make_post(author=newcomer("newton"), body=f"{STORY} 0031-612345678")

    key = ContactKey.objects.get(kind=ContactKind.PHONE)
    assert (key.value, key.spam_count) == ("612345678", 1)
    assert "contact known from spam" in again.held_reasons


def test_what_points_to_a_blocked_site_is_refused_with_the_reason_and_stays_a_draft() -> None:
    block("fake.example")
    post = make_post(is_published=False, body="Go to https://www.fake.example/deal")

    with pytest.raises(TextRefusedError, match=r"fake\.example: fake shop"):
        publishing.publish_post(post, actor=post.author)

    assert Post.objects.get(pk=post.pk).is_draft


def test_a_site_that_moderators_warn_about_holds_members_too() -> None:
    block("odd.example", standing=ContactStanding.WARNED)

    assert make_post(body="As https://odd.example/ says.").is_held


def test_a_refused_edit_leaves_the_text_as_it_was() -> None:
    block("fake.example")
    post = make_post(body="An honest text.")

    with pytest.raises(TextRefusedError):
        publishing.edit_post(
            post, editor=post.author, draft=make_draft(body="https://fake.example")
        )

    assert Post.objects.get(pk=post.pk).body == "An honest text."


def test_the_page_of_a_refused_comment_keeps_the_words_and_says_why(client: Client) -> None:
    block("fake.example")
    post = make_post()
    client.force_login(make_member("bob"))

    page = client.post(f"/posts/{post.pk}/comments/", {"body": "Look at http://fake.example/now"})

    assert page.status_code == 422
    assert "fake.example: fake shop" in page.content.decode()
    assert "Look at http://fake.example/now" in page.content.decode()


def test_the_author_of_a_refused_post_is_led_back_to_the_draft(client: Client) -> None:
    block("fake.example")
    post = make_post(is_published=False, body="Go to https://fake.example/deal")
    client.force_login(post.author)

    page = client.post(f"/posts/{post.pk}/publish/", follow=True)

    assert "fake.example: fake shop" in page.content.decode()
    assert Post.objects.get(pk=post.pk).is_draft


def test_the_answers_of_a_poll_are_judged_with_the_post() -> None:
    post = make_post(author=newcomer())
    terms = PollTerms("Which?", ("WhatsApp +31 6 12345678", "Call now for the best price"))

    polling.set_poll(post=post, terms=terms)

    assert Post.objects.get(pk=post.pk).is_held
    assert PollChoice.objects.count() == 2


def test_the_title_of_a_series_is_no_place_for_advertising() -> None:
    post = make_post(author=newcomer(), series="Barges")
    post.refresh_from_db()
    assert post.series is not None

    with pytest.raises(TextRefusedError):
        describe_series(post.series, title="Call +31 6 12345678", description="")


def test_the_last_decision_about_a_text_is_what_is_learned() -> None:
    mona = make_moderator()
    post = make_post(author=newcomer(), body=SPAM)

    services.hide_post(post=post, actor=mona, reason=Reason.SPAM)
    services.restore_post(post=post, actor=mona)

    assert list(SpamExample.objects.values_list("is_spam", "learned_at")) == [(False, None)]


def test_hiding_for_another_reason_teaches_nothing() -> None:
    services.hide_post(post=make_post(), actor=make_moderator(), reason=Reason.OFF_TOPIC)

    assert not SpamExample.objects.exists()
    assert not SpamModel.objects.exists()
