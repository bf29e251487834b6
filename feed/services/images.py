"""Taking over pictures: read, turn upright, strip, shrink, re-encode; the uploaded bytes are never kept."""

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.images import read_picture
from accounts.models import User
from feed import shown, tasks
from feed.access import require_voice
from feed.models import Image, Post
from feed.pictures.encoding import as_master, as_webp
from feed.pictures.files import names_of, remove, write
from feed.text.plain import one_line
from feed.text.renditions import WIDTHS, master_name, narrower_names, widest_name

if TYPE_CHECKING:
    from PIL import Image as Pillow

MAX_BYTES: Final = 10_000_000


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
    picture: "Pillow.Image",
    alt: str = "",
    caption: str = "",
    credit: str = "",
) -> Image:
    """Keep an already decoded picture, as `store_image` does; a task adds AVIF after the commit."""
    image = Image(owner=owner, renditions_due=True)
    describe_image(image, alt=alt, caption=caption, credit=credit)
    try:
        _write_files(image, picture)
        image.save()
    except BaseException:
        remove(names_of(image))
        raise
    tasks.add_avif.delay_on_commit(image.pk)
    return image


def aim_image(image: Image, *, x: int | None, y: int | None) -> Image:
    """Set the point that stays in view where the picture is cropped, in percent; None is the middle. The caller saves."""
    image.focus_x, image.focus_y = (50 if each is None else each for each in (x, y))
    return image


def describe_image(image: Image, *, alt: str, caption: str, credit: str) -> Image:
    """Set the words that go with a picture; the caller saves."""
    image.alt, image.caption, image.credit = (
        one_line(alt),
        one_line(caption),
        one_line(credit),
    )
    return image


@transaction.atomic
def change_image(image: Image, **changed: Any) -> Image:
    """Say something else of a picture, or move its focus; pages that show it above a post are made anew.

    Args:
        changed: any of `alt`, `caption`, `credit` and, in percent, `focus_x`, `focus_y`.

    Raises:
        SilencedError: moderators let its owner only read, and a post that is out shows it.
    """
    posts = Post.objects.filter(lead_image=image)
    if image.owner.is_silenced and posts.live().exists():
        require_voice(image.owner)
    for name, value in changed.items():
        setattr(image, name, one_line(value) if isinstance(value, str) else value)
    image.save(update_fields=sorted(changed))
    shown.tell_changed(*posts.values_list("pk", flat=True))
    return image


def _write_files(image: Image, picture: "Pillow.Image") -> None:
    """WebP in every width, narrowest first, and the pixels that the task needs."""
    width = min(picture.width, WIDTHS[-1])
    size = _fitted(picture, width)
    stem = uuid4().hex
    for name, each in narrower_names(stem, width):
        _add(image, name, picture, _fitted(picture, each))
    _add(image, widest_name(stem, *size), picture, size)
    image.width, image.height = size
    write(master_name(str(image.file.name)), as_master(picture))


def _fitted(picture: "Pillow.Image", width: int) -> tuple[int, int]:
    return width, max(1, round(picture.height * width / picture.width))


def _add(image: Image, name: str, picture: "Pillow.Image", size: tuple[int, int]) -> None:
    """Store one rendition; the last one added is the image's file."""
    image.file.save(name, ContentFile(as_webp(picture, size)), save=False)
    image.renditions.append({"name": image.file.name, "width": size[0], "height": size[1]})
