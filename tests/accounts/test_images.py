"""Hostile and honest pictures at the one door."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.errors import ImageRefusedError
from accounts.images import read_picture
from tests.factories import make_upload

MB = 1_000_000
ORIENTATION_TAG = 0x0112
TURNED_RIGHT = 6


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_of_the_four_formats_are_read(file_format: str) -> None:
    picture = read_picture(make_upload(file_format=file_format), max_bytes=MB)

    assert picture.size == (64, 48)


def test_the_name_of_the_file_proves_nothing() -> None:
    picture = read_picture(make_upload(name="../../holiday.exe"), max_bytes=MB)

    assert picture.mode == "RGB"


def test_a_photograph_is_turned_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = TURNED_RIGHT
    exif[0x010F] = "Camera of Alice"
    upload = make_upload(file_format="JPEG", exif=exif)

    picture = read_picture(upload, max_bytes=MB)

    assert picture.size == (48, 64)
    assert picture.info == {}
    assert not picture.getexif()


def test_transparency_is_kept() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(buffer, "PNG")

    picture = read_picture(SimpleUploadedFile("a.png", buffer.getvalue()), max_bytes=MB)

    assert picture.mode == "RGBA"


def test_a_file_that_is_too_large_is_told_the_limit() -> None:
    upload = SimpleUploadedFile("a.png", b"x" * (2 * MB + 1))

    with pytest.raises(ImageRefusedError, match="larger than 2 MB"):
        read_picture(upload, max_bytes=2 * MB)


@pytest.mark.parametrize("size", [(8000, 5001), (20_000, 20_000)])
def test_a_picture_with_too_many_pixels_is_told_the_limit(size: tuple[int, int]) -> None:
    buffer = BytesIO()
    Image.new("1", size).save(buffer, "PNG")

    with pytest.raises(ImageRefusedError, match="more than 40 million pixels"):
        read_picture(SimpleUploadedFile("bomb.png", buffer.getvalue()), max_bytes=MB)


def test_a_picture_that_is_too_long_is_told_the_limit() -> None:
    with pytest.raises(ImageRefusedError, match="16,000 pixels"):
        read_picture(make_upload(size=(16_001, 2)), max_bytes=MB)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"AT&TFORM\x00\x00\x00\x10DJVM",
        b"\x00" * 1000,
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ImageRefusedError, match="not a JPEG, PNG, WebP or GIF"):
        read_picture(SimpleUploadedFile("cute.jpg", content), max_bytes=MB)


@pytest.mark.parametrize("file_format", ["TIFF", "BMP", "ICO", "PPM"])
def test_other_formats_meet_no_decoder(file_format: str) -> None:
    with pytest.raises(ImageRefusedError, match="not a JPEG, PNG, WebP or GIF"):
        read_picture(make_upload(file_format=file_format, name="a.png"), max_bytes=MB)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_cut_off_half_way_is_refused(file_format: str) -> None:
    whole = make_upload(file_format=file_format, size=(300, 300)).read()
    half = SimpleUploadedFile("a", whole[: len(whole) // 2])

    with pytest.raises(ImageRefusedError):
        read_picture(half, max_bytes=MB)
