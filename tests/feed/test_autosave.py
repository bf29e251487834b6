"""Words that are not yet saved: kept, shared between tabs without loss, restored, forgotten."""

from typing import Any

import pytest
from django.test import Client

from feed.models import Autosave, Post
from feed.services.autosaving import MAX_KEPT, autosave
from tests.factories import make_category, make_member, make_post

pytestmark = pytest.mark.django_db

KEY = "a-new-post-1"


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(make_member("alice"))
    return client


def keep(client: Client, body: str, *, key: str = KEY, counter: int = 0) -> Any:
    fields = {"autosave_key": key, "autosave_counter": counter, "title": "T", "body": body}
    return client.post("/write/autosave/", fields)


def test_words_are_kept_and_kept_again(alice: Client) -> None:
    first = keep(alice, "One")
    second = keep(alice, "Two", counter=first.json()["counter"])

    assert (first.json()["counter"], second.json()["counter"]) == (1, 2)
    assert Autosave.objects.get().fields["body"] == "Two"


def test_a_second_tab_does_not_overwrite_the_first(alice: Client) -> None:
    keep(alice, "Tab one")

    refused = keep(alice, "Tab two", counter=0)

    assert refused.status_code == 409
    assert refused.json()["counter"] == 1
    assert Autosave.objects.get().fields["body"] == "Tab one"


def test_a_second_tab_may_insist(alice: Client) -> None:
    keep(alice, "Tab one")
    refused = keep(alice, "Tab two", counter=0)

    keep(alice, "Tab two", counter=refused.json()["counter"])

    assert Autosave.objects.get().fields["body"] == "Tab two"


def test_after_a_crash_the_words_are_offered_and_restored(alice: Client) -> None:
    keep(alice, "Half a sentence")

    offered = alice.get("/write/mine/").content.decode()
    restored = alice.get(f"/write/?restore={KEY}")

    assert f"/write/?restore={KEY}" in offered
    assert "Half a sentence" in restored.content.decode()
    assert restored.context["form"]["autosave_counter"].value() == 1


def test_unsaved_changes_of_a_post_are_offered_when_it_is_opened(alice: Client) -> None:
    post = make_post(body="Published words")
    keep(alice, "Changed words", key=f"post-{post.pk}")

    opened = alice.get(f"/posts/{post.pk}/edit/")
    restored = alice.get(f"/posts/{post.pk}/edit/?restore=1")

    assert opened.context["kept"].fields["body"] == "Changed words"
    assert opened.context["form"]["body"].value() == "Published words"
    assert restored.context["form"]["body"].value() == "Changed words"


def test_saving_forgets_the_unsaved_words(alice: Client) -> None:
    keep(alice, "Words")

    alice.post(
        "/write/",
        {
            "title": "T",
            "body": "Words",
            "category": make_category().pk,
            "language": "en",
            "autosave_key": KEY,
        },
    )

    assert not Autosave.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_post(alice: Client) -> None:
    form = {
        "title": "T",
        "body": "One",
        "category": make_category().pk,
        "language": "en",
        "autosave_key": KEY,
    }

    alice.post("/write/", form | {"action": "publish"})
    alice.post("/write/", form | {"action": "publish", "body": "Two"})

    assert Post.objects.get().body == "Two"


def test_strangers_words_are_neither_shown_nor_touched(client: Client) -> None:
    client.force_login(make_member("alice"))
    keep(client, "Private")
    client.force_login(make_member("mallory"))

    shown = client.get(f"/write/?restore={KEY}").content.decode()
    keep(client, "Mine")
    client.post("/write/autosave/discard/", {"autosave_key": KEY})

    assert "Private" not in shown
    assert [each.fields["body"] for each in Autosave.objects.all()] == ["Private"]


def test_nobody_keeps_words_for_a_strangers_post(client: Client) -> None:
    post = make_post()
    client.force_login(make_member("mallory"))

    assert keep(client, "x", key=f"post-{post.pk}").status_code == 403
    assert keep(client, "x", key="post-999999").status_code == 404


@pytest.mark.parametrize("key", ["", "short", "x" * 41, "a key with spaces", "post-x", "../../etc"])
def test_a_key_that_we_did_not_make_is_refused(alice: Client, key: str) -> None:
    assert keep(alice, "x", key=key).status_code in (400, 200)
    assert not Autosave.objects.filter(key=key).exclude(key="post-x").exists()


def test_strangers_and_readers_by_link_cannot_autosave(client: Client) -> None:
    assert keep(client, "x").status_code == 302
    assert client.get("/write/autosave/").status_code in (302, 405)


def test_forgotten_forms_make_room_oldest_first() -> None:
    alice = make_member("alice")

    for number in range(MAX_KEPT + 3):
        autosave(member=alice, key=f"form-{number:04}", post=None, fields={"body": "x"}, counter=0)

    keys = set(Autosave.objects.values_list("key", flat=True))
    assert len(keys) == MAX_KEPT
    assert "form-0000" not in keys


def test_a_paste_of_five_megabytes_is_refused_with_a_status(alice: Client) -> None:
    assert keep(alice, "x" * 5_000_000).status_code == 413
