"""Pictures from upload to browser: files, twins in AVIF, texts that offer them, and what is left when they go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow

from feed.models import Image, Post
from feed.pictures.files import names_of
from feed.pictures.refresh import PATIENCE, refresh_due, refresh_image
from feed.services import publishing
from feed.services.images import aim_image, store_image
from feed.text.markdown import render_article
from feed.text.pictures import has_undescribed, offer_avif, own_pictures
from feed.text.renditions import master_name
from tests.accounts.hostile import SECRETS, TAKEN, saved
from tests.factories import make_draft, make_member, make_post

pytestmark = pytest.mark.django_db
CaptureCommit = Callable[..., Any]
NAME = f"images/{'a' * 32}-1200x800.webp"
LATER = PATIENCE + timedelta(seconds=5)


def photograph(size: tuple[int, int] = (1200, 800)) -> SimpleUploadedFile:
    """Something that compresses like a picture."""
    noise = Pillow.effect_noise((60, 40), 90).resize(size, Pillow.Resampling.BICUBIC)
    return SimpleUploadedFile("quay.jpg", saved(noise.convert("RGB"), "JPEG"))


def keep(size: tuple[int, int] = (1200, 800)) -> Image:
    return store_image(owner=make_member("alice"), upload=photograph(size), alt="A quay")


def text_with(image: Image) -> str:
    return f"Look:\n\n![A quay]({image.url})\n\nNice."


def test_a_picture_is_there_at_once_in_webp() -> None:
    image = keep()

    assert [item["width"] for item in image.renditions] == [480, 960, 1200]
    assert image.renditions_due
    assert image.avif_srcset == ""


def test_the_task_adds_avif_in_the_same_widths() -> None:
    image = keep()

    assert refresh_image(image.pk)

    image.refresh_from_db()
    assert [item["width"] for item in image.renditions] == [480, 960, 1200] * 2
    assert image.avif_srcset.count(".avif") == 3
    assert not image.renditions_due
    assert not default_storage.exists(master_name(str(image.file.name)))
    for item in image.renditions:
        with default_storage.open(item["name"]) as file, Pillow.open(file) as picture:
            assert picture.size == (item["width"], item["height"])


def test_twins_are_smaller_than_webp() -> None:
    image = keep()
    refresh_image(image.pk)
    image.refresh_from_db()

    sizes = {item["name"]: default_storage.size(item["name"]) for item in image.renditions}

    webp = sum(size for name, size in sizes.items() if name.endswith(".webp"))
    assert sum(sizes.values()) - webp < webp


def test_the_upload_sends_the_hint(django_capture_on_commit_callbacks: CaptureCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = keep((300, 200))

    image.refresh_from_db()
    assert image.avif_srcset


def test_doing_it_twice_changes_nothing() -> None:
    image = keep()
    refresh_image(image.pk)
    before = Image.objects.values().get(pk=image.pk)

    assert not refresh_image(image.pk)
    Image.objects.update(renditions_due=True)
    assert refresh_image(image.pk)

    assert Image.objects.values().get(pk=image.pk) == before


def test_what_a_stopped_task_left_is_overwritten() -> None:
    image = keep((300, 200))
    name = str(image.file.name).replace(".webp", ".avif")
    default_storage.save(name, ContentFile(b"half a"))

    refresh_due(now=timezone.now() + LATER)

    image.refresh_from_db()
    with default_storage.open(name) as file:
        assert file.read().count(b"ftypavif") == 1
    assert image.renditions[-1]["name"] == name


def test_the_sweeper_leaves_fresh_ones_to_their_message() -> None:
    keep((300, 200))

    assert refresh_due() == 0
    assert refresh_due(now=timezone.now() + LATER) == 1


def test_a_lost_master_is_made_up_for() -> None:
    image = keep((300, 200))
    default_storage.delete(master_name(str(image.file.name)))

    assert refresh_image(image.pk)

    image.refresh_from_db()
    assert not image.renditions_due


def test_lost_files_are_given_up() -> None:
    image = keep((300, 200))
    for name in names_of(image):
        default_storage.delete(name)

    assert refresh_image(image.pk)

    image = Image.objects.get(pk=image.pk)
    assert (image.renditions_due, image.avif_srcset) == (False, "")


def test_a_text_stored_before_the_twins_offers_them_afterwards() -> None:
    image = keep()
    post = make_post(body=text_with(image))
    assert "<picture>" not in post.body_html

    refresh_image(image.pk)

    post.refresh_from_db()
    assert post.body_html.count('<picture><source srcset="') == 1
    assert post.body_html == offer_avif(post.body_html, names={str(image.file.name)})
    assert post.version == 1


def test_a_text_stored_after_the_twins_offers_them_at_once() -> None:
    image = keep()
    refresh_image(image.pk)

    post = make_post(author=make_member("bob"), body=text_with(image))
    publishing.edit_post(post, editor=post.author, draft=make_draft(body=text_with(image) * 2))

    html = Post.objects.get(pk=post.pk).body_html
    assert html.count("<picture>") == html.count("</picture>") == 2
    assert 'width="1200"' in html


def test_the_lead_image_and_cards_offer_avif(client: Client) -> None:
    image = keep()
    aim_image(image, x=20, y=None).save()
    refresh_image(image.pk)
    post = make_post(lead_image=image)

    page = client.get(post.get_absolute_url()).content.decode()
    front = client.get("/").content.decode()

    for html in (page, front):
        assert '<source type="image/avif" srcset="' in html
        assert 'width="1200" height="800"' in html
    assert "focus-x-20 focus-y-50" in front


def test_files_go_with_their_row(django_capture_on_commit_callbacks: CaptureCommit) -> None:
    image = keep((300, 200))
    names = names_of(image)
    assert any(map(default_storage.exists, names))

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert not any(map(default_storage.exists, names))


def test_files_go_with_their_owner(django_capture_on_commit_callbacks: CaptureCommit) -> None:
    image = keep((300, 200))
    refresh_image(image.pk)
    image.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        image.owner.delete()

    assert not any(map(default_storage.exists, names_of(image)))


def test_files_stay_if_the_row_stays(django_capture_on_commit_callbacks: CaptureCommit) -> None:
    image = keep((300, 200))

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        delete_and_fail(image)

    assert default_storage.exists(str(image.file.name))


@transaction.atomic
def delete_and_fail(image: Image) -> None:
    Image.objects.get(pk=image.pk).delete()
    raise ZeroDivisionError


def test_a_picture_deleted_meanwhile_leaves_no_twin() -> None:
    image = keep((300, 200))
    Image.objects.all().delete()

    assert not refresh_image(image.pk)


@pytest.mark.parametrize("name", TAKEN)
def test_no_file_of_ours_holds_what_a_stranger_hid(name: str) -> None:
    upload = SimpleUploadedFile("x.php", TAKEN[name]())
    image = store_image(owner=make_member("mallory"), upload=upload)

    for item in image.renditions:
        with default_storage.open(item["name"]) as file:
            data = file.read()
        assert not any(secret in data for secret in SECRETS)


def test_html_offers_twins_once_and_only_of_known_pictures() -> None:
    html = render_article(f'![a > b "c"](/media/{NAME} "Words")\n\n![x](/media/images/other.webp)')

    once = offer_avif(html, names={NAME})

    assert own_pictures(html) == {NAME}
    assert own_pictures(once) == set()
    assert offer_avif(once, names={NAME}) == once
    assert once.count("<picture>") == 1
    assert f"{'a' * 32}-480w.avif 480w" in once
    assert offer_avif(html, names=set()) == html


@pytest.mark.parametrize(
    ("source", "is_undescribed"),
    [
        (f"![](/media/{NAME})", True),
        (f"![ ](/media/{NAME})", True),
        (f"![A quay](/media/{NAME})", False),
        (f"![A quay](/media/{NAME})\n\n![](/media/{NAME})", True),
        ("No picture", False),
    ],
)
def test_pictures_without_description_are_found(source: str, *, is_undescribed: bool) -> None:
    assert has_undescribed(render_article(source)) is is_undescribed
    assert has_undescribed(offer_avif(render_article(source), names={NAME})) is is_undescribed


def form_with(image: Image, **fields: Any) -> dict[str, Any]:
    category = make_draft().category.pk
    words = {"title": "A quay", "body": "Words.", "category": category, "language": "en"}
    return words | {"action": "draft", "image_pk": image.pk, "image_alt": "A quay"} | fields


def test_the_form_aims_the_picture(client: Client) -> None:
    image = keep((300, 200))
    client.force_login(image.owner)

    client.post("/write/", form_with(image, image_focus_x="18", image_focus_y="96"))

    image = Image.objects.get(pk=image.pk)
    assert (image.focus_x, image.focus_y) == (18, 96)
    assert image.focus_class == "focus-x-20 focus-y-100"
    page = client.get(f"/posts/{Post.objects.get().pk}/edit/").content.decode()
    assert 'name="image_focus_x" value="18"' in page


@pytest.mark.parametrize("focus", ["-1", "101", "middle", "9" * 40])
def test_a_focus_outside_of_the_picture_is_told_so(client: Client, focus: str) -> None:
    image = keep((300, 200))
    client.force_login(image.owner)

    response = client.post("/write/", form_with(image, image_focus_x=focus))

    assert response.status_code == 422
    assert "image_focus_x" in response.context["form"].errors
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({}, False),
        ({"image_alt": ""}, True),
        ({"body": f"![](/media/{NAME})"}, True),
        ({"body": f"![A quay](/media/{NAME})"}, False),
    ],
)
def test_the_author_is_asked_for_descriptions(
    client: Client, fields: dict[str, str], *, is_asked: bool
) -> None:
    image = keep((300, 200))
    client.force_login(image.owner)

    page = client.post("/write/", form_with(image, **fields), follow=True).content.decode()

    assert ("A picture has no description" in page) is is_asked
    assert Post.objects.exists()


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_media_are_kept_for_good_and_never_a_page(client: Client, kind: str) -> None:
    image = keep((300, 200))
    refresh_image(image.pk)

    response = client.get(image.url.replace("webp", kind))

    assert response["Content-Type"] == f"image/{kind}"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert (
        response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    )


@pytest.mark.parametrize("path", ["images/none.webp", "images/", ""])
def test_media_that_are_not_there_are_404(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("path", ["../manage.py", "%2e%2e/x", "images/../../x"])
def test_no_address_leads_out_of_the_media(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code in (400, 404)


def test_media_are_only_read(client: Client) -> None:
    assert client.post("/media/images/none.webp").status_code == 405
