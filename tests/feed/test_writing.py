"""Pages for authors: the five questions, and nothing typed is lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feed.models import Comment, Image, Post, PostStatus
from feed.services import publishing
from tests.factories import (
    make_category,
    make_comment,
    make_member,
    make_moderator,
    make_post,
    make_upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> Client:
    """Alice's browser."""
    client.force_login(make_member("alice"))
    return client


def filled(**fields: Any) -> dict[str, Any]:
    return {
        "title": "A new berth",
        "body": "The quay is **long** enough now.",
        "category": make_category().pk,
        "language": "en",
        "tags": "harbour, dredging",
        "action": "publish",
    } | fields


OWN_PAGES = (
    "/write/",
    "/write/mine/",
    "/posts/{pk}/edit/",
    "/posts/{pk}/delete/",
    "/posts/{pk}/comments/",
)
DEEDS = ("/write/preview/", "/write/images/", "/posts/{pk}/publish/", "/posts/{pk}/unpublish/")


def test_authors_see_their_pages_and_strangers_are_asked_to_sign_in(alice: Client) -> None:
    pk = make_post().pk
    for target in (path.format(pk=pk) for path in OWN_PAGES):
        response = Client().get(target)

        assert alice.get(target).status_code == 200, target
        assert response.status_code == 302, target
        assert response["Location"] == f"/accounts/login/?next={target}"


def test_deeds_are_not_done_by_reading(alice: Client) -> None:
    pk = make_post().pk
    for path in DEEDS:
        assert alice.get(path.format(pk=pk)).status_code == 405, path


def test_a_strangers_post_cannot_be_touched_and_his_draft_does_not_exist(client: Client) -> None:
    post, draft = make_post(), make_post(is_published=False)
    client.force_login(make_member("mallory"))

    for path in ("edit", "publish", "unpublish", "delete"):
        response = client.post(f"/posts/{post.pk}/{path}/", filled(title="Mine now"))
        hidden = client.post(f"/posts/{draft.pk}/{path}/", filled())

        assert (response.status_code, hidden.status_code) == (403, 404), path
        assert Post.objects.get(pk=post.pk).title == post.title, path


def test_writing_and_publishing_leads_to_the_page(alice: Client) -> None:
    response = alice.post("/write/", filled(), follow=True)

    post = Post.objects.get()
    assert response.redirect_chain[-1][0] == post.get_absolute_url()
    assert post.status == PostStatus.PUBLISHED
    assert sorted(tag.name for tag in post.tags.all()) == ["dredging", "harbour"]


def test_a_draft_is_kept_from_readers(alice: Client, client: Client) -> None:
    alice.post("/write/", filled(action="draft"))

    assert Post.objects.get().status == PostStatus.DRAFT


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"title": "\u202e\u200b"}, {"category": ""}, {"category": "999999"}, {"tags": "a,b,c,d,e,f"},
     {"language": "xx"}, {"title": "t" * 201}, {"tags": "t" * 41},
     {"tags": ",".join(f"t{number}" for number in range(10_000))}],
    ids=lambda fields: str(fields)[:40],
)  # fmt: skip
def test_a_refused_form_comes_back_filled_in(alice: Client, fields: dict[str, str]) -> None:
    response = alice.post("/write/", filled(**fields))

    assert response.status_code == 422
    assert "The quay is **long** enough now." in response.content.decode()
    assert not Post.objects.exists()


def test_a_picture_survives_the_refusal_of_the_rest(alice: Client) -> None:
    refused = alice.post("/write/", filled(title="", image=make_upload(), image_alt="A quay"))
    image_pk = refused.context["form"]["image_pk"].value()

    alice.post("/write/", filled(image_pk=image_pk, image_alt="A quay"))

    post = Post.objects.get()
    assert post.lead_image is not None
    assert post.lead_image.alt == "A quay"


def test_a_strangers_picture_cannot_be_borrowed(alice: Client) -> None:
    bobs = Image.objects.create(owner=make_member("bob"), file="x.webp", width=1, height=1)

    response = alice.post("/write/", filled(image_pk=bobs.pk))

    assert response.status_code == 404
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.png", b"<script>alert(1)</script>", content_type="image/png"),
        SimpleUploadedFile(
            "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"
        ),
        SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 truncated", content_type="image/jpeg"),
    ],
    ids=lambda upload: upload.name,
)
def test_what_is_no_picture_is_refused_with_words(
    alice: Client, upload: SimpleUploadedFile
) -> None:
    upload.seek(0)

    response = alice.post("/write/", filled(image=upload))

    assert response.status_code == 422
    assert response.context["form"].errors["image"]
    assert "The quay is **long** enough now." in response.content.decode()


def test_preview_is_what_the_page_would_show(alice: Client) -> None:
    html = alice.post("/write/preview/", {"body": "**bold** <script>"}).content.decode()

    assert "<strong>bold</strong> &lt;script&gt;" in html


def test_preview_without_javascript_keeps_the_form(alice: Client) -> None:
    page = alice.post("/write/", filled(action="preview")).content.decode()

    assert "<strong>long</strong>" in page
    assert "The quay is **long** enough now." in page
    assert not Post.objects.exists()


def test_an_image_for_the_text_is_answered_with_its_markdown(alice: Client) -> None:
    response = alice.post("/write/images/", {"image": make_upload(), "alt": "A quay"})

    assert response.status_code == 201
    assert response.json()["markdown"].startswith("![A quay](/media/images/")


def test_an_upload_without_image_is_a_clear_400(alice: Client) -> None:
    response = alice.post("/write/images/", {})

    assert response.status_code == 400
    assert response.json()["error"]


def test_an_edit_keeps_the_address_and_the_date(alice: Client) -> None:
    post = make_post()

    alice.post(f"/posts/{post.pk}/edit/", filled(title="Another title", action="save"))

    edited = Post.objects.get(pk=post.pk)
    assert (edited.title, edited.published_at) == ("Another title", post.published_at)
    assert edited.status == PostStatus.PUBLISHED


def test_a_moderator_corrects_a_post_and_keeps_its_picture(client: Client, alice: Client) -> None:
    alice.post("/write/", filled(image=make_upload(), image_alt="A quay"))
    post = Post.objects.get()
    client.force_login(make_moderator())

    client.post(
        f"/posts/{post.pk}/edit/",
        filled(title="Corrected", image_pk=post.lead_image_id, image_alt="A quay"),
    )

    edited = Post.objects.get(pk=post.pk)
    assert (edited.title, edited.lead_image_id) == ("Corrected", post.lead_image_id)


def test_deleting_asks_first(alice: Client) -> None:
    post = make_post()

    alice.get(f"/posts/{post.pk}/delete/")
    asked = Post.objects.filter(pk=post.pk).exists()
    alice.post(f"/posts/{post.pk}/delete/")

    assert asked
    assert not Post.objects.filter(pk=post.pk).exists()


def test_a_comment_appears_under_the_post(alice: Client) -> None:
    post = make_post(author=make_member("bob"))

    response = alice.post(
        f"/posts/{post.pk}/comments/", {"body": "I saw it *myself*."}, follow=True
    )

    assert "I saw it <em>myself</em>." in response.content.decode()


@pytest.mark.parametrize("body", ["", "   ", "\u200b", "x" * 10_001])
def test_a_refused_comment_comes_back_filled_in(alice: Client, body: str) -> None:
    post = make_post()

    response = alice.post(f"/posts/{post.pk}/comments/", {"body": body})

    assert response.status_code == 422
    assert body.strip()[:10] in response.content.decode()
    assert not Comment.objects.exists()


def test_an_answer_to_a_comment_that_went_away_is_not_lost(alice: Client) -> None:
    parent = make_comment(author=make_member("alice"))
    Comment.objects.filter(pk=parent.pk).update(status="deleted")

    response = alice.post(
        f"/posts/{parent.post_id}/comments/", {"body": "My long answer", "parent": parent.pk}
    )

    assert response.status_code == 422
    assert "My long answer" in response.content.decode()


@pytest.mark.parametrize("deed", ["edit", "delete"])
def test_a_strangers_comment_cannot_be_touched(client: Client, deed: str) -> None:
    comment = make_comment(author=make_member("bob"), body="Mine")
    client.force_login(make_member("mallory"))

    response = client.post(f"/comments/{comment.pk}/{deed}/", {"body": "Yours"})

    assert response.status_code == 403
    assert Comment.objects.get(pk=comment.pk).body == "Mine"


def test_an_own_comment_is_edited_without_a_mark_while_it_is_new(alice: Client) -> None:
    comment = make_comment(author=make_member("alice"))

    alice.post(f"/comments/{comment.pk}/edit/", {"body": "Better said."})

    edited = Comment.objects.get(pk=comment.pk)
    assert edited.body == "Better said."
    assert edited.edited_at is None


def test_publishing_a_held_post_again_keeps_it_held(client: Client) -> None:
    mallory = make_member("mallory", trust_level=0)
    post = make_post(author=mallory, body="Best price, book now: +31 20 555 0123")
    client.force_login(mallory)

    client.post(f"/posts/{post.pk}/publish/")

    assert Post.objects.get(pk=post.pk).is_held


def test_unpublishing_makes_a_draft(alice: Client) -> None:
    post = make_post()

    alice.post(f"/posts/{post.pk}/unpublish/")

    assert Post.objects.get(pk=post.pk).is_draft
    assert publishing.publish_post(post, actor=post.author).published_at == post.published_at
