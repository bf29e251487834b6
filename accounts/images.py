"""The one reader of uploaded pictures: judges a stranger's bytes before anything decodes them."""

import struct
from typing import BinaryIO, Final, Protocol, cast

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from accounts.errors import ImageRefusedError

# No other decoder of Pillow is ever asked; each of them is a door.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS: Final = 40_000_000
# WebP, to which everything is re-encoded, cannot be longer than 16,383.
MAX_SIDE_PIXELS: Final = 16_000
# What Pillow raises on broken files of these formats.
BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, TypeError, struct.error)


class Upload(Protocol):
    """The part of Django's UploadedFile that is needed here. `size` in bytes."""

    @property
    def size(self) -> int | None: ...

    @property
    def file(self) -> object: ...


def read_picture(upload: Upload, *, max_bytes: int) -> Image.Image:
    """Decode the first frame of an upload, turned upright, without any metadata.

    Bytes, format and pixels are checked before the picture is decoded, so that a small file cannot unpack to
    gigabytes.

    Args:
        upload: a JPEG, PNG, WebP or GIF file, whatever its name says.
        max_bytes: largest file taken.

    Returns:
        A picture in mode RGB, or RGBA where it has transparency; `info` is empty.

    Raises:
        ImageRefusedError: it breaks a limit, which the message names, or it is no such picture.
    """
    if (upload.size or 0) > max_bytes:
        raise ImageRefusedError(
            _("This picture is larger than %(limit)s MB.") % {"limit": max_bytes // 1_000_000}
        )
    source = cast("BinaryIO", upload.file)
    source.seek(0)
    try:
        with Image.open(source, formats=FORMATS) as picture:
            _check_size(picture)
            return _bare(picture)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except BROKEN as error:
        raise ImageRefusedError(
            _("This is not a JPEG, PNG, WebP or GIF picture that we can read.")
        ) from error


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(picture.size) > MAX_SIDE_PIXELS:
        raise ImageRefusedError(
            _("This picture is wider or higher than %(limit)s pixels.")
            % {"limit": f"{MAX_SIDE_PIXELS:,}"}
        )


def _too_many_pixels() -> ImageRefusedError:
    return ImageRefusedError(
        _("This picture has more than %(limit)s million pixels.")
        % {"limit": MAX_PIXELS // 1_000_000}
    )


def _bare(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    bare = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    bare.info = {}
    return bare
