"""The door to the database: makes AVIF twins of pictures, and has the texts that show them offer them.

`renditions_due` falls last, so that whatever is stopped in the middle is done again; each step changes nothing the
second time. A text that is being written meanwhile either finds the twins or is found (docs/adr/0004).
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from feed import shown
from feed.models import Image, Post
from feed.pictures.encoding import as_avif
from feed.pictures.files import remove, write
from feed.text.pictures import offer_avif, own_pictures
from feed.text.renditions import avif_name, master_name

# Two seconds each; a heap is worked off in parts, so that no task runs long.
BATCH: Final = 20
# The message that was sent with the picture has this long to come through.
PATIENCE: Final = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def refresh_image(pk: int) -> bool:
    """Make what is due of one picture. False if nothing was due, or it was deleted meanwhile."""
    image = Image.objects.filter(pk=pk, renditions_due=True).first()
    if image is None:
        return False
    if not image.avif_srcset and not _keep(pk, _twins(image)):
        return False
    image.refresh_from_db(fields=["renditions"])
    if image.avif_srcset:
        _offer(image)
    Image.objects.filter(pk=pk).update(renditions_due=False)
    remove([master_name(str(image.file.name))])
    return True


def refresh_due(*, now: datetime | None = None) -> int:
    """Make what lost messages left undone, at most BATCH; returns how many.

    In random order: a picture that always fails must not stand before all others.
    """
    before = (now or timezone.now()) - PATIENCE
    due = Image.objects.filter(renditions_due=True, created_at__lte=before).order_by("?")
    return sum(refresh_image(pk) for pk in due.values_list("pk", flat=True)[:BATCH])


def with_twins(body_html: str) -> str:
    """The HTML of a text that is about to be stored, in the caller's transaction, offering the twins that are there.

    Locks the rows of its pictures (after the post's own row), so that no twin comes unnoticed until the text is stored.
    """
    if not (names := own_pictures(body_html)):
        return body_html
    images = Image.objects.filter(file__in=names).order_by("pk").select_for_update(no_key=True)
    return offer_avif(body_html, names={str(each.file.name) for each in images if each.avif_srcset})


def _twins(image: Image) -> dict[str, bytes]:
    """Name and content of each AVIF file; {} if the pixels are lost, or if AVIF would not be smaller than WebP."""
    from PIL import Image as Pillow  # as in accounts.images
    from PIL import UnidentifiedImageError

    try:
        with _source(image) as file, Pillow.open(file, formats=("PNG", "WEBP")) as picture:
            made = {
                avif_name(item["name"]): as_avif(picture, (item["width"], item["height"]))
                for item in image.renditions
            }
        present = sum(default_storage.size(item["name"]) for item in image.renditions)
    except (FileNotFoundError, UnidentifiedImageError):
        logger.warning("The files of image %s are lost.", image.pk)
        return {}
    return made if sum(map(len, made.values())) < present else {}


def _source(image: Image) -> "File[bytes]":
    master = master_name(str(image.file.name))
    return default_storage.open(
        master if default_storage.exists(master) else str(image.file.name), "rb"
    )


@transaction.atomic
def _keep(pk: int, twins: dict[str, bytes]) -> bool:
    """Write the files and tell the row of them; False if the row is gone."""
    image = Image.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if image is None:
        return False
    if image.avif_srcset:
        return True
    for name, data in twins.items():
        write(name, data)
    image.renditions += [
        item | {"name": avif_name(item["name"])}
        for item in image.renditions
        if avif_name(item["name"]) in twins
    ]
    image.save(update_fields=["renditions"])
    return True


def _offer(image: Image) -> None:
    """Have the owner's texts that were stored before the twins were there offer them."""
    name = str(image.file.name)
    texts = Post.objects.by(image.owner).filter(edited_at__gte=image.created_at)
    for pk in texts.filter(body_html__contains=name).values_list("pk", flat=True):
        with transaction.atomic():
            locked = Post.objects.select_for_update(of=("self",)).filter(pk=pk)
            for html in locked.values_list("body_html", flat=True):
                locked.update(body_html=offer_avif(html, names={name}))
            shown.tell_changed(pk)
