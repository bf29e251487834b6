"""Pictures as files for browsers."""

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL import Image


WEBP: Final = {"quality": 80, "method": 4}
# Measured on five photographs against the original (mean SSIM; bytes as a share of WebP's; processor time per million
# pixels): WebP 80: 0.962, 1, 0.2 s. AVIF 60: 0.959, 0.74; 63: 0.964, 0.84, both 0.8 s. So 62 looks the same at four
# fifths of the size. Speed 8: 0.3 s and 8 % more; speed 4: 5 s and 1 % less. Made from the WebP file instead of the
# original it would have to be larger than that to look the same: hence the master.
AVIF: Final[dict[str, Any]] = {
    "quality": 62,
    "speed": 6,
    "max_threads": 1,
    "advanced": {"tune": "ssim"},
}


def as_webp(picture: "Image.Image", size: tuple[int, int]) -> bytes:
    return _encoded(picture, size, "WEBP", WEBP)


def as_avif(picture: "Image.Image", size: tuple[int, int]) -> bytes:
    """About a second for a picture of 1,600 by 800 pixels."""
    return _encoded(picture, size, "AVIF", AVIF)


def as_master(picture: "Image.Image") -> bytes:
    """Every pixel, quickly; ten times as large as WebP."""
    return _encoded(picture, picture.size, "PNG", {"compress_level": 1})


def _encoded(
    picture: "Image.Image", size: tuple[int, int], file_format: str, options: dict[str, Any]
) -> bytes:
    from PIL import Image  # as in accounts.images

    buffer = BytesIO()
    resized = picture.resize(size, Image.Resampling.LANCZOS) if picture.size != size else picture
    resized.save(buffer, file_format, **options)
    return buffer.getvalue()
