"""Writing, publishing, withdrawing, and the totals that follow."""

import pytest

from accounts.models import TrustLevel
from feed.errors import NotAllowedError
from feed.models import Category, Post, PostStatus, Tag
from feed.services import publishing
from tests.factories import (
    make_category,
    make_draft,
    make_member,
    make_moderator,
    make_post,
)

pytestmark = pytest.mark.django_db

PITCH = "Book now at the best price, call us on +31 20 555 0123 for a free quote."


def test_a_new_post_is_a_draft_that_counts_nowhere() -> None:
    post = make_post(is_published=False, tags=("dredging",))

    assert post.status == PostStatus.DRAFT
    assert post.published_at is None
    assert Category.objects.get().post_count == 0
    assert Tag.objects.get().post_count == 0


def test_publishing_counts_the_post_once_however_often_it_is_done() -> None:
    post = make_post(tags=("dredging", "night work"))

    publishing.publish_post(post, actor=post.author)

    assert Category.objects.get().post_count == 1
    assert set(Tag.objects.values_list("post_count", flat=True)) == {1}


def test_the_date_of_publication_survives_a_withdrawal() -> None:
    post = make_post()

    publishing.unpublish_post(post)
    again = publishing.publish_post(post, actor=post.author)

    assert again.published_at == post.published_at
    assert Category.objects.get().post_count == 1


def test_an_edit_moves_the_count_to_the_new_category_and_tags() -> None:
    post = make_post(tags=("old", "kept"))
    draft = make_draft(category=make_category("Market"), tags=("kept", "new"))

    publishing.edit_post(post, editor=post.author, draft=draft)

    assert dict(Category.objects.values_list("name", "post_count")) == {
        "Harbour": 0,
        "Market": 1,
    }
    assert dict(Tag.objects.values_list("name", "post_count")) == {
        "old": 0,
        "kept": 1,
        "new": 1,
    }


def test_an_edit_renders_the_text_and_cuts_the_excerpt_again() -> None:
    post = make_post()

    edited = publishing.edit_post(post, editor=post.author, draft=make_draft(body="Now **bold**."))

    assert edited.body_html == "<p>Now <strong>bold</strong>.</p>\n"
    assert edited.excerpt == "Now bold."


def test_a_sales_pitch_by_a_newcomer_waits_for_a_moderator() -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.NEW)

    post = make_post(author=mallory, body=PITCH)

    assert post.status == PostStatus.HELD
    assert "phone number" in post.held_reasons
    assert Category.objects.get().post_count == 0


def test_the_author_cannot_release_a_held_post() -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.NEW)
    post = make_post(author=mallory, body=PITCH)

    publishing.publish_post(post, actor=mallory)

    assert Post.objects.get(pk=post.pk).status == PostStatus.HELD


def test_a_moderator_releases_a_held_post() -> None:
    post = make_post(author=make_member("mallory", trust_level=TrustLevel.NEW), body=PITCH)

    released = publishing.publish_post(post, actor=make_moderator())

    assert released.status == PostStatus.PUBLISHED
    assert released.held_reasons == []


def test_an_edit_that_adds_a_pitch_takes_a_published_post_back_to_the_queue() -> None:
    post = make_post(author=make_member("rita", trust_level=TrustLevel.REGULAR))

    edited = publishing.edit_post(post, editor=post.author, draft=make_draft(body=PITCH))

    assert edited.status == PostStatus.HELD
    assert Category.objects.get(pk=post.category_id).post_count == 0


def test_hiding_and_restoring_brings_everything_back() -> None:
    post = make_post(tags=("dredging",))

    publishing.hide_post(post)
    hidden_counts = (Category.objects.get().post_count, Tag.objects.get().post_count)
    publishing.publish_post(post, actor=make_moderator())

    assert hidden_counts == (0, 0)
    assert (Category.objects.get().post_count, Tag.objects.get().post_count) == (1, 1)


def test_the_author_cannot_publish_what_moderators_hid() -> None:
    post = make_post()
    publishing.hide_post(post)

    with pytest.raises(NotAllowedError):
        publishing.publish_post(post, actor=post.author)


def test_deleting_a_published_post_takes_it_out_of_the_totals() -> None:
    post = make_post(tags=("dredging",))

    publishing.delete_post(post)

    assert not Post.objects.exists()
    assert (Category.objects.get().post_count, Tag.objects.get().post_count) == (0, 0)


def test_tags_that_differ_only_in_case_are_one_and_five_are_kept() -> None:
    post = make_post(tags=("Tram", "tram", "a", "b", "c", "d", "e", "f"))

    assert sorted(tag.name for tag in post.tags.all()) == ["Tram", "a", "b", "c", "d"]


def test_a_title_without_letters_still_has_an_address() -> None:
    post = make_post(title="!!!")

    assert post.get_absolute_url().endswith(f"/posts/{post.pk}/post/")
