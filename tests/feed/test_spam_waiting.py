"""Edits that add a way to reach somebody wait, and the old words stay."""

import pytest
from django.test import Client

from accounts.models import TrustLevel
from feed.models import ContactKey, ContactKind, ContactStanding, PendingEdit, PendingState, Post
from feed.services import publishing
from moderation import services
from moderation.models import Reason
from tests.factories import make_category, make_draft, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

OLD = "The lock keeper counted eleven barges."
NEW = "The lock keeper counted eleven barges. Buy yours at https://barges.example/shop"


def edited(post: Post, *, body: str = NEW) -> PendingEdit:
    publishing.edit_post(
        post, editor=post.author, draft=make_draft(body=body, category=post.category)
    )
    return PendingEdit.objects.waiting().get()


def test_an_edit_that_adds_a_website_waits_while_the_old_words_stay_live() -> None:
    post = make_post(body=OLD)

    waiting = edited(post)

    post.refresh_from_db()
    assert post.is_live
    assert post.body == OLD
    assert waiting.evidence == [
        {"rule": "adds a contact", "strength": 1.0, "words": ["barges.example"]}
    ]


@pytest.mark.parametrize(
    "body",
    [f"{OLD} Call 06-12345678.", f"{OLD} Write to me@barges.example", f"{OLD} Telegram: @barges"],
)
def test_numbers_mail_and_messengers_wait_too(body: str) -> None:
    assert edited(make_post(body=OLD), body=body).state == PendingState.WAITING


def test_an_edit_without_new_contacts_is_live_at_once() -> None:
    post = make_post(body=NEW)

    publishing.edit_post(post, editor=post.author, draft=make_draft(body=f"{NEW} and more"))

    assert not PendingEdit.objects.exists()
    assert Post.objects.get().body.endswith("and more")


@pytest.mark.parametrize("level", [TrustLevel.REGULAR, TrustLevel.LEADER])
def test_members_who_have_earned_it_add_links_freely(level: TrustLevel) -> None:
    post = make_post(author=make_member("rita", trust_level=level), body=OLD)

    publishing.edit_post(post, editor=post.author, draft=make_draft(body=NEW))

    assert not PendingEdit.objects.exists()


def test_approved_websites_need_no_look() -> None:
    ContactKey.objects.create(
        kind=ContactKind.DOMAIN, value="barges.example", standing=ContactStanding.APPROVED
    )
    post = make_post(body=OLD)

    publishing.edit_post(post, editor=post.author, draft=make_draft(body=NEW))

    assert not PendingEdit.objects.exists()


def test_a_draft_is_nobodys_business() -> None:
    post = make_post(body=OLD, is_published=False)

    publishing.edit_post(post, editor=post.author, draft=make_draft(body=NEW))

    assert not PendingEdit.objects.exists()


def test_accepting_puts_the_new_words_before_the_readers_whole() -> None:
    post = make_post(body=OLD)
    market = make_category("Market")
    draft = make_draft(body=NEW, category=market, tags=("barges", "locks"))
    publishing.edit_post(post, editor=post.author, draft=draft, correction="Where to buy.")

    decision = services.accept_edit(edit=PendingEdit.objects.get(), actor=make_moderator())

    post = Post.objects.get()
    assert decision is not None
    assert (post.body, post.title, post.category) == (NEW, draft.title, market)
    assert set(post.tags.values_list("name", flat=True)) == {"barges", "locks"}
    assert post.revisions.latest_first()[0].correction == "Where to buy."


def test_refusing_leaves_the_old_words() -> None:
    waiting = edited(make_post(body=OLD))

    services.refuse_edit(edit=waiting, actor=make_moderator(), reason=Reason.SPAM)

    assert Post.objects.get().body == OLD
    assert PendingEdit.objects.get().state == PendingState.REFUSED


def test_what_was_decided_is_not_decided_again() -> None:
    waiting = edited(make_post(body=OLD))
    mona = make_moderator()
    services.refuse_edit(edit=waiting, actor=mona, reason=Reason.SPAM)

    assert services.accept_edit(edit=waiting, actor=mona) is None
    assert Post.objects.get().body == OLD


def test_a_later_edit_takes_the_place_of_a_waiting_one() -> None:
    post = make_post(body=OLD)
    edited(post)

    publishing.edit_post(post, editor=post.author, draft=make_draft(body=f"{OLD} Nothing else."))

    assert not PendingEdit.objects.waiting().exists()


def test_the_author_is_told_that_the_change_waits(client: Client) -> None:
    post = make_post(body=OLD)
    client.force_login(post.author)
    form = {
        "title": post.title, "body": NEW, "category": post.category.pk, "language": "en", "version": post.version,
        "action": "save",
    }  # fmt: skip

    page = client.post(f"/posts/{post.pk}/edit/", form, follow=True).content.decode()

    assert "A moderator will look at your change" in page
    assert "barges.example" not in page
