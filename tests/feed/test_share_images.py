"""The picture that stands for a shared post: how it is drawn, and when it is there."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from pytest_django import Settings

from accounts.models import TrustLevel
from feed import tasks
from feed.models import Post
from feed.services import publishing
from feed.services.images import store_image
from feed.sharing import fonts, refresh
from feed.sharing.card import Card, draw_card
from feed.sharing.setting import set_title
from feed.sharing.size import HEIGHT, WIDTH
from tests.factories import make_draft, make_member, make_post, make_upload

WORDS = Card(title="Tram line costs more", category="Harbour", author="Alice", site="The Courant")
LONG = "The long and sad story of how one spammer wrote two hundred posts in a single night. " * 3


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def opened(picture: bytes) -> Pillow.Image:
    return Pillow.open(BytesIO(picture))


def picture_of(post: Post) -> str:
    """Name of the file as it stands in the database."""
    return Post.objects.get(pk=post.pk).share_image.name or ""


def titled(title: str) -> Card:
    return Card(title=title, category="Harbour", author="Alice", site="The Courant")


def test_the_picture_has_the_size_that_networks_ask_for() -> None:
    picture = opened(draw_card(WORDS, photograph=None))

    assert (picture.format, picture.size, picture.mode) == ("JPEG", (1200, 630), "RGB")


def test_the_same_words_make_the_same_picture() -> None:
    photograph = Pillow.effect_noise((300, 200), 40).convert("RGB")

    assert draw_card(WORDS, photograph=photograph) == draw_card(WORDS, photograph=photograph)
    assert draw_card(WORDS, photograph=None) != draw_card(titled("Other"), photograph=None)


def test_the_words_are_dark_on_light() -> None:
    shades = opened(draw_card(WORDS, photograph=None)).convert("L").histogram()

    assert sum(shades[:60]) > 5_000
    assert sum(shades[240:]) > WIDTH * HEIGHT * 0.8
    assert sum(shades[110:230]) < WIDTH * HEIGHT * 0.1


def test_the_photograph_keeps_its_focus() -> None:
    photograph = Pillow.new("RGB", (1000, 500), "red")
    photograph.paste("blue", (500, 0, 1000, 500))
    at_left, at_right = (
        opened(draw_card(Card("Tram", "", "", "", focus), photograph=photograph)).getpixel(
            (WIDTH - 200, HEIGHT // 2)
        )
        for focus in ((0, 50), (100, 50))
    )

    assert at_left == pytest.approx((254, 0, 0), abs=6)
    assert at_right == pytest.approx((0, 0, 254), abs=6)


@pytest.mark.parametrize("title", ["Soup", "Tram " * 30, "W" * 200, LONG[:200], "a", "€ 1 – 2"])
def test_every_title_stays_inside_its_column(title: str) -> None:
    title = fonts.drawable(title)

    placed = set_title(title, width=600, sizes=range(72, 35, -4), heights=300)

    assert len(placed.lines) * placed.size * 1.12 <= 300
    for line in placed.lines:
        assert fonts.width_of(line, first=fonts.SERIF, size=placed.size) <= 600


def test_lines_break_between_words_and_have_no_hyphens() -> None:
    placed = set_title(LONG[:120].strip(), width=600, sizes=range(72, 35, -4), heights=300)

    assert " ".join(placed.lines) == LONG[:120].strip()


def test_a_title_that_does_not_fit_ends_in_an_ellipsis() -> None:
    placed = set_title(LONG, width=500, sizes=(72, 60), heights=200)

    assert placed.lines[-1].endswith("…")


@pytest.mark.parametrize("title", ["Harbour 🎉 party", "Tram\u200d line", "100 % ☂"])
def test_symbols_that_no_font_has_are_left_out(title: str) -> None:
    assert opened(draw_card(titled(title), photograph=None)).size == (WIDTH, HEIGHT)


def test_letters_that_no_font_has_are_not_drawn_as_boxes() -> None:
    with pytest.raises(fonts.UndrawableError):
        draw_card(titled("𐎀𐎁𐎂"), photograph=None)


@pytest.mark.parametrize("title", ["港は今年", "مدينة الميناء", "Гавань", "Λιμάνι", "เรือ"])
def test_other_scripts_are_drawn_or_left_alone(title: str) -> None:
    try:
        picture = draw_card(titled(title), photograph=None)
    except fonts.UndrawableError:
        return
    assert picture != draw_card(titled("Tram"), photograph=None)


@given(st.text(max_size=200))
@hypothesis_settings(max_examples=40, deadline=None)
def test_no_title_breaks_the_press(title: str) -> None:
    try:
        picture = draw_card(titled(title), photograph=None)
    except fonts.UndrawableError:
        return
    assert opened(picture).size == (WIDTH, HEIGHT)


@pytest.mark.django_db
def test_publishing_asks_for_the_picture_which_is_sent_as_one(client: Client) -> None:
    post = make_post()
    was_due = post.share_image_due

    tasks.draw_share_image(post.pk)

    drawn = Post.objects.get(pk=post.pk)
    assert (was_due, drawn.share_image_due) == (True, False)
    assert opened(drawn.share_image.read()).size == (WIDTH, HEIGHT)
    assert client.get(drawn.share_image.url)["Content-Type"] == "image/jpeg"


@pytest.mark.django_db
def test_drawing_twice_changes_nothing() -> None:
    post = make_post()
    refresh.refresh_share_image(post.pk)
    first = picture_of(post)

    refresh.refresh_share_image(post.pk)

    assert picture_of(post) == first
    assert default_storage.listdir("share")[1] == [first.removeprefix("share/")]


@pytest.mark.django_db(transaction=True)
def test_an_edit_replaces_the_picture_and_its_file() -> None:
    post = make_post()
    first = picture_of(post)

    publishing.edit_post(post, editor=post.author, draft=make_draft(title="Another title"))

    assert picture_of(post) not in ("", first)
    assert not default_storage.exists(first)
    assert default_storage.exists(picture_of(post))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("withdraw", [publishing.hide_post, publishing.unpublish_post])
def test_a_post_that_is_not_public_has_no_picture(withdraw: Callable[[Post], Post]) -> None:
    post = make_post()
    stood = picture_of(post)

    withdraw(post)

    assert stood
    assert picture_of(post) == ""
    assert not default_storage.exists(stood)


@pytest.mark.django_db(transaction=True)
def test_the_picture_goes_with_its_post() -> None:
    post = make_post()
    stood = picture_of(post)

    publishing.delete_post(post)

    assert not default_storage.exists(stood)


@pytest.mark.django_db
def test_members_on_probation_get_none() -> None:
    post = make_post(author=make_member("newcomer", trust_level=TrustLevel.NEW))

    refresh.refresh_share_image(post.pk)

    post.refresh_from_db()
    assert post.share_image.name == ""
    assert not post.share_image_due


@pytest.mark.django_db
def test_a_post_that_is_gone_is_no_error() -> None:
    refresh.refresh_share_image(999_999)

    assert refresh.refresh_due() == 0


@pytest.mark.django_db
def test_a_lost_message_is_made_up_for() -> None:
    posts = [make_post(), make_post()]

    swept = tasks.sweep_share_images()

    assert swept == 2
    assert all(Post.objects.get(pk=post.pk).share_image for post in posts)
    assert tasks.sweep_share_images() == 0


@pytest.mark.django_db
def test_a_photograph_whose_file_is_gone_is_left_out() -> None:
    image = store_image(owner=make_member("alice"), upload=make_upload(size=(800, 600)))
    post = make_post(lead_image=image)
    image.file.storage.delete(str(image.file.name))

    refresh.refresh_share_image(post.pk)

    assert Post.objects.get(pk=post.pk).share_image


@pytest.mark.django_db
def test_a_title_that_cannot_be_drawn_leaves_the_lead_image(
    client: Client, settings: Settings
) -> None:
    image = store_image(owner=make_member("alice"), upload=make_upload(size=(800, 600)))
    post = make_post(lead_image=image, title="𐎀𐎁𐎂")

    refresh.refresh_share_image(post.pk)

    page = client.get(post.get_absolute_url()).content.decode()
    assert picture_of(post) == ""
    assert f'property="og:image" content="{settings.BASE_URL}{image.url}"' in page


@pytest.mark.django_db
def test_the_page_names_the_drawn_picture(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://courant.example"
    post = make_post()
    before = client.get(post.get_absolute_url()).content.decode()

    refresh.refresh_share_image(post.pk)

    after = client.get(post.get_absolute_url()).content.decode()
    picture = Post.objects.get(pk=post.pk).share_image.url
    assert "icons/icon-512.png" in before
    assert f'content="https://courant.example{picture}"' in after
    assert 'property="og:image:width" content="1200"' in after
