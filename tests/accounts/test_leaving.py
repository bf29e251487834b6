"""Members go: after a grace, with all that is theirs, and nothing that is others'."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.belongings import kept_labels
from accounts.models import Leaving, Manner, User
from accounts.services.leaving import GRACE, ask_to_leave, erase, erase_due, owned_rows, stay
from feed.models import Comment, CommentStatus, CommentVote, Post, Reaction, ReactionTotal
from tests.accounts.lives import MARK, Life, make_life
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

PAGE = "/settings/data/"


@pytest.fixture
def life() -> Life:
    return make_life()


def holding(words: str) -> list[str]:
    """Labels of the tables in which some cell holds `words`, whatever their case."""
    return [
        model._meta.label
        for model in apps.get_models()
        if words.lower() in str(list(model._default_manager.values())).lower()
    ]


def sign_in(client: Client, name: str = "alice") -> User:
    member = make_member(name)
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return member


def test_no_table_holds_a_word_of_a_member_who_deleted_everything(life: Life) -> None:
    erase(life.member, manner=Manner.DELETE)

    assert holding(MARK) == []


@pytest.mark.parametrize("manner", Manner)
def test_every_row_that_was_the_members_alone_is_gone(life: Life, manner: Manner) -> None:
    erase(life.member, manner=manner)

    left = {
        model._meta.label_lower
        for model, field in owned_rows()
        if model._default_manager.filter(**{field: life.member}).exists()
    }
    assert left <= kept_labels(manner)


def test_a_nameless_member_leaves_words_without_a_name(life: Life) -> None:
    erase(life.member, manner=Manner.ANONYMISE)

    post = Post.objects.get(pk=life.post.pk)
    assert post.title == f"{MARK} one"
    assert post.author.name == "Former member"
    assert "accounts.User" not in holding(MARK)
    assert not Post.objects.filter(title__contains="draft").exists()


@pytest.mark.parametrize("manner", Manner)
def test_what_others_wrote_stays(life: Life, manner: Manner) -> None:
    erase(life.member, manner=manner)

    assert Comment.objects.get(pk=life.answer.pk).body == "Bob answers."
    assert Post.objects.filter(pk=life.others_post.pk).exists()


def test_an_answered_comment_keeps_an_empty_place(life: Life) -> None:
    erase(life.member, manner=Manner.DELETE)

    answered = Comment.objects.get(pk=life.answered.pk)
    assert (answered.status, answered.body, answered.body_html) == (CommentStatus.DELETED, "", "")
    assert not Comment.objects.filter(pk=life.lonely.pk).exists()


def test_figures_of_others_stay_true(life: Life) -> None:
    erase(life.member, manner=Manner.DELETE)

    post = Post.objects.get(pk=life.others_post.pk)
    assert (post.reaction_count, post.comment_count) == (0, 1)
    assert [total.count for total in ReactionTotal.objects.filter(post=post)] == [0]
    assert Comment.objects.get(pk=life.answer.pk).helpful_count == 0
    assert not CommentVote.objects.exists()


def test_votes_of_a_nameless_member_still_count(life: Life) -> None:
    erase(life.member, manner=Manner.ANONYMISE)

    for comment in Comment.objects.all():
        assert comment.helpful_count == comment.votes.filter(is_helpful=True).count()
    assert Comment.objects.get(pk=life.answer.pk).helpful_count == 1


def test_pictures_go_with_their_files(
    life: Life, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    files = [str(life.image.file.name), str(life.member.avatar.name)]

    with django_capture_on_commit_callbacks(execute=True):
        erase(life.member, manner=Manner.DELETE)

    assert [default_storage.exists(name) for name in files] == [False, False]


def test_pictures_of_a_nameless_member_stay_in_the_posts_but_the_portrait_goes(
    life: Life, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    files = [str(life.image.file.name), str(life.member.avatar.name)]

    with django_capture_on_commit_callbacks(execute=True):
        erase(life.member, manner=Manner.ANONYMISE)

    assert [default_storage.exists(name) for name in files] == [True, False]
    assert Reaction.objects.filter(member=life.member).count() == 1


@pytest.mark.parametrize("manner", Manner)
def test_erasing_twice_is_erasing_once(life: Life, manner: Manner) -> None:
    erase(life.member, manner=manner)
    erase(life.member, manner=manner)

    assert User.objects.get(pk=life.member.pk).username == f"former-member-{life.member.pk}"


def test_nobody_signs_in_to_an_erased_account(client: Client) -> None:
    alice = sign_in(client)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)

    erase(alice, manner=Manner.DELETE)

    assert client.get("/settings/").status_code == 302
    assert client.get(f"/members/former-member-{alice.pk}/").status_code == 404
    assert not EmailAddress.objects.exists()


def test_nothing_is_erased_within_the_grace(life: Life) -> None:
    ask_to_leave(life.member, manner=Manner.DELETE)

    assert erase_due(now=timezone.now() + GRACE - timedelta(hours=1)) == 0
    assert MARK in User.objects.get(pk=life.member.pk).name


def test_after_the_grace_the_account_is_erased(life: Life) -> None:
    ask_to_leave(life.member, manner=Manner.DELETE)

    assert erase_due(now=timezone.now() + GRACE) == 1
    assert holding(MARK) == []
    assert not Leaving.objects.exists()


def test_who_stays_is_not_erased(life: Life) -> None:
    ask_to_leave(life.member, manner=Manner.DELETE)

    assert [stay(life.member), stay(life.member)] == [True, False]
    assert erase_due(now=timezone.now() + GRACE) == 0


def test_asking_again_changes_the_manner_and_not_the_day() -> None:
    alice = make_member("alice")
    first = ask_to_leave(alice, manner=Manner.DELETE)

    second = ask_to_leave(alice, manner=Manner.ANONYMISE, now=timezone.now() + timedelta(days=3))

    assert (second.manner, second.due_at) == (Manner.ANONYMISE, first.due_at)


def test_the_page_asks_how_and_says_when(client: Client) -> None:
    alice = sign_in(client)

    response = client.post(f"{PAGE}leave/", {"manner": "anonymise"}, follow=True)

    assert Leaving.objects.get().member == alice
    assert "Your account will be erased on" in response.text


def test_without_a_choice_nothing_is_asked_for(client: Client) -> None:
    sign_in(client)

    assert client.post(f"{PAGE}leave/", {}).status_code == 422
    assert client.post(f"{PAGE}leave/", {"manner": "burn"}).status_code == 422
    assert not Leaving.objects.exists()


def test_an_open_browser_is_not_enough_to_delete_an_account(client: Client) -> None:
    client.force_login(make_member("alice"))

    response = client.post(f"{PAGE}leave/", {"manner": "delete"})

    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not Leaving.objects.exists()


def test_the_undo_is_a_button(client: Client) -> None:
    ask_to_leave(sign_in(client), manner=Manner.DELETE)

    assert "Good that you stay" in client.post(f"{PAGE}stay/", follow=True).text
    assert not Leaving.objects.exists()
