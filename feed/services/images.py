"""Taking over pictures: read, turn upright, strip, shrink, re-encode; the uploaded bytes are never kept."""

from io import BytesIO
from typing import Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image as Pillow

from accounts.images import read_picture
from accounts.models import User
from feed.models import Image
from feed.text.plain import one_line
from feed.text.renditions import WIDTHS, narrower_names, widest_name

MAX_BYTES: Final = 10_000_000
QUALITY: Final = 80


def store_image(
    *,
    owner: User,
    upload: "UploadedFile[Any]",
    alt: str = "",
    caption: str = "",
    credit: str = "",
) -> Image:
    """Keep a picture in up to three widths as WebP.

    Raises:
        accounts.errors.ImageRefusedError: not an image, or over the limits; the message names them.
    """
    return keep_picture(
        owner=owner,
        picture=read_picture(upload, max_bytes=MAX_BYTES),
        alt=alt,
        caption=caption,
        credit=credit,
    )


@transaction.atomic
def keep_picture(
    *,
    owner: User,
    picture: Pillow.Image,
    alt: str = "",
    caption: str = "",
    credit: str = "",
) -> Image:
    """Keep an already decoded picture, as `store_image` does."""
    image = Image(owner=owner)
    describe_image(image, alt=alt, caption=caption, credit=credit)
    width = min(picture.width, WIDTHS[-1])
    size = _fitted(picture, width)
    stem = uuid4().hex
    for name, each in narrower_names(stem, width):
        _add(image, name, picture, _fitted(picture, each))
    _add(image, widest_name(stem, *size), picture, size)
    image.width, image.height = size
    image.save()
    return image


def describe_image(image: Image, *, alt: str, caption: str, credit: str) -> Image:
    """Set the words that go with a picture; the caller saves."""
    image.alt, image.caption, image.credit = (
        one_line(alt),
        one_line(caption),
        one_line(credit),
    )
    return image


def _fitted(picture: Pillow.Image, width: int) -> tuple[int, int]:
    return width, max(1, round(picture.height * width / picture.width))


def _add(image: Image, name: str, picture: Pillow.Image, size: tuple[int, int]) -> None:
    """Store one rendition; the last one added is the image's file."""
    image.file.save(name, _encoded(picture, size), save=False)
    image.renditions.append({"name": image.file.name, "width": size[0], "height": size[1]})


def _encoded(picture: Pillow.Image, size: tuple[int, int]) -> "ContentFile[bytes]":
    buffer = BytesIO()
    picture.resize(size, Pillow.Resampling.LANCZOS).save(buffer, "WEBP", quality=QUALITY, method=4)
    return ContentFile(buffer.getvalue())
