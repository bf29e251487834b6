"""What a post said before: kept, shown, compared, forgotten; and two editors at once."""

import pytest
from django.test import Client

from feed.errors import EditConflictError, NotPossibleError
from feed.models import Post, Revision
from feed.services import publishing
from feed.services.revisions import purge_revision
from tests.factories import make_draft, make_member, make_post

pytestmark = pytest.mark.django_db


def edited(post: Post, body: str, **options: str) -> Post:
    draft = make_draft(title=post.title, body=body)
    return publishing.edit_post(post, editor=post.author, draft=draft, **options)  # type: ignore[arg-type]


def test_publication_is_the_first_revision_and_each_change_the_next() -> None:
    post = make_post(body="One.")

    edited(post, "Two.")

    assert list(post.revisions.order_by("number").values_list("number", "body")) == [
        (1, "One."),
        (2, "Two."),
    ]


def test_a_draft_and_an_edit_that_changes_no_word_leave_no_revision() -> None:
    draft, post = make_post(is_published=False), make_post(body="Same.")

    edited(draft, "Another draft.")
    edited(post, "Same.")

    assert Revision.objects.filter(post=draft).count() == 0
    assert Revision.objects.filter(post=post).count() == 1


def test_publishing_again_what_was_changed_meanwhile_is_a_revision() -> None:
    post = make_post(body="One.")
    publishing.unpublish_post(post)

    edited(post, "Two.")
    publishing.publish_post(post, actor=post.author)

    assert list(post.revisions.order_by("number").values_list("body", flat=True)) == [
        "One.",
        "Two.",
    ]


def test_an_edit_of_a_version_that_is_gone_changes_nothing() -> None:
    post = make_post(body="One.")
    publishing.edit_post(post, editor=post.author, draft=make_draft(body="Two."), version=1)

    with pytest.raises(EditConflictError):
        publishing.edit_post(post, editor=post.author, draft=make_draft(body="Three."), version=1)

    assert Post.objects.get(pk=post.pk).body == "Two."


def test_the_second_of_two_tabs_sees_both_texts_and_may_save_again(client: Client) -> None:
    post = make_post(body="The old words.")
    client.force_login(post.author)
    form = {"title": "T", "category": post.category_id, "language": "en", "version": 1}
    client.post(f"/posts/{post.pk}/edit/", form | {"body": "The first tab."})

    refused = client.post(f"/posts/{post.pk}/edit/", form | {"body": "The second tab."})
    version = refused.context["form"]["version"].value()
    client.post(f"/posts/{post.pk}/edit/", form | {"body": "The second tab.", "version": version})

    assert refused.status_code == 409
    assert "<del>first </del>" in refused.content.decode()
    assert "The second tab." in refused.content.decode()
    assert Post.objects.get(pk=post.pk).body == "The second tab."


def test_readers_see_what_changed_and_the_correction(client: Client) -> None:
    post = make_post(body="It cost four million.")
    edited(post, "It cost five million.", correction="The first version named the wrong sum.")

    history = client.get(f"/posts/{post.pk}/history/").content.decode()
    page = client.get(post.get_absolute_url()).content.decode()

    assert "<del>four </del><ins>five </ins>" in history
    assert "The first version named the wrong sum." in page


def test_the_history_of_a_draft_is_not_for_strangers(client: Client) -> None:
    post = make_post(is_published=False)

    assert client.get(f"/posts/{post.pk}/history/").status_code == 404
    assert client.get("/posts/999999/history/").status_code == 404


def test_the_author_removes_words_that_leaked(client: Client) -> None:
    post = make_post(body="The password is hunter2.")
    edited(post, "Nothing to see.")
    client.force_login(post.author)

    asked = client.get(f"/posts/{post.pk}/history/1/purge/")
    client.post(f"/posts/{post.pk}/history/1/purge/")

    assert asked.status_code == 200
    assert "hunter2" not in client.get(f"/posts/{post.pk}/history/").content.decode()
    assert Revision.objects.get(post=post, number=1).body == ""


def test_a_stranger_removes_nothing(client: Client) -> None:
    post = edited(make_post(body="One."), "Two.")
    client.force_login(make_member("mallory"))

    assert client.post(f"/posts/{post.pk}/history/1/purge/").status_code == 403
    assert Revision.objects.get(post=post, number=1).body == "One."


@pytest.mark.parametrize("number", [0, 99, 2**31, 10**30])
def test_a_revision_that_does_not_exist_is_not_found(client: Client, number: int) -> None:
    post = make_post()
    client.force_login(post.author)

    assert client.post(f"/posts/{post.pk}/history/{number}/purge/").status_code == 404


def test_what_the_post_says_now_is_not_purged_from_under_it() -> None:
    post = make_post()

    with pytest.raises(NotPossibleError):
        purge_revision(post.revisions.get())


def test_purging_twice_keeps_the_first_date() -> None:
    post = make_post(body="One.")
    edited(post, "Two.")
    revision = post.revisions.get(number=1)

    first = purge_revision(revision).purged_at
    second = purge_revision(revision).purged_at

    assert first == second
