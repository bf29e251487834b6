"""Pictures of creatives: read through the narrow door, shrunk, re-encoded; the uploaded bytes are never kept."""

from io import BytesIO
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.core.files.base import ContentFile

from accounts.images import read_picture

if TYPE_CHECKING:
    from PIL import Image

    from accounts.images import Upload
    from sponsors.models import Creative, SponsorSlot

MAX_BYTES: Final = 2_000_000
# Three times the largest slot, for screens with three pixels to the CSS pixel.
MAX_SIZE: Final = (960, 750)
QUALITY: Final = 80


def read_upload(upload: "Upload") -> "ContentFile[bytes]":
    """Re-encode an upload as WebP.

    Raises:
        accounts.errors.ImageRefusedError: not a picture that we take; the message says which limit it broke.
    """
    return keep_picture(read_picture(upload, max_bytes=MAX_BYTES))


def keep_picture(picture: "Image.Image") -> "ContentFile[bytes]":
    """A WebP file with a new name, no larger than any slot needs; proportions stay."""
    from PIL import Image  # as in accounts.images

    small = picture.copy()
    small.thumbnail(MAX_SIZE, Image.Resampling.LANCZOS)
    buffer = BytesIO()
    small.save(buffer, "WEBP", quality=QUALITY, method=4)
    return ContentFile(buffer.getvalue(), name=f"{uuid4().hex}.webp")


def fitted(creative: "Creative", *, slot: "SponsorSlot") -> tuple[int, int] | None:
    """Width and height, in CSS pixels, at which the picture fills the slot's box without being cut.

    None if the creative has no picture.
    """
    if not (creative.image and creative.image_width and creative.image_height):
        return None
    scale = min(slot.width / creative.image_width, slot.height / creative.image_height)
    return max(1, round(creative.image_width * scale)), max(1, round(creative.image_height * scale))
