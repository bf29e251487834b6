"""Decodes a stranger's picture in a process of its own, which can harm nobody: started by accounts.images.

Reads the file from standard input and writes one line of JSON, then raw pixels. Before the first byte is decoded, the
process gives up what it does not need: memory and time beyond a limit, writing files, opening any file or socket.
Imports the standard library and Pillow only, because each start pays for it. Where the system does not hold the limit
of memory (macOS), the limits of pixels and frames, which are checked before anything is decoded, still do.
"""

import copy
import json
import resource
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageColor,
    ImageFilter,
    ImageOps,
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

# No other decoder of Pillow is ever asked; each of them is a door.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
# What Pillow would load later, when this process can open no file: MPO is JPEG with a second picture, TIFF reads EXIF.
LOADED: Final = (
    GifImagePlugin, ImageColor, ImageFilter, ImagePalette, JpegImagePlugin, MpoImagePlugin, PngImagePlugin,
    TiffImagePlugin, WebPImagePlugin, copy,
)  # fmt: skip
MAX_PIXELS: Final = 40_000_000
# WebP, to which everything is re-encoded, cannot be longer than 16,383.
MAX_SIDE_PIXELS: Final = 16_000
# Only the first frame is ever decoded; a file of more is a film, or means harm.
MAX_FRAMES: Final = 60
MAX_FRAME_PIXELS: Final = 120_000_000
MAX_MEMORY_BYTES: Final = 1_000_000_000
MAX_CPU_SECONDS: Final = 10
ORIENTATION_TAG: Final = 0x0112
QUARTER_TURNS: Final = (5, 6, 7, 8)
HIGH_DEPTH: Final = ("I", "I;16", "I;16L", "I;16B", "I;16N")
# A GIF block: an application, comment or other extension; a frame.
EXTENSION, FRAME = 0x21, 0x2C


class RefusedError(Exception):
    """`args[0]` names the limit that is broken."""


def main() -> None:
    """Decode standard input to standard output; the first argument is the width to shrink to, in pixels."""
    Image.preinit()
    surrender()
    data = sys.stdin.buffer.read()
    try:
        picture = decode(data, width=int(sys.argv[1]))
        tell(picture.tobytes(), mode=picture.mode, size=picture.size)
    except RefusedError as refused:
        tell(refused=refused.args[0])
    except Image.DecompressionBombError:
        tell(refused="pixels")
    except MemoryError:
        tell(refused="effort")
    except Exception:  # noqa: BLE001  (whatever a decoder does with a broken file, it is a broken file)
        tell(refused="broken")


def tell(pixels: bytes = b"", **answer: object) -> None:
    """Answer with a line about the picture, or about why there is none, and its pixels."""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(pixels)


def surrender() -> None:
    """Give up for good what decoding does not need."""
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY_BYTES,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for kind, most in limits.items():
        with suppress(OSError, ValueError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


def decode(data: bytes, *, width: int) -> Image.Image:
    """The first frame, upright, no wider than `width`, in mode RGB, or RGBA where it has transparency.

    Raises:
        RefusedError: it breaks a limit.
        Exception: of any kind, for a broken file.
    """
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        _check_size(picture)
        _check_frames(data, picture)
        picture.draft(None, (width, width))
        picture.load()
        is_turned = _orientation(picture) in QUARTER_TURNS
        flat = _flat(picture)
    box = (MAX_SIDE_PIXELS, width) if is_turned else (width, MAX_SIDE_PIXELS)
    flat.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=3.0)
    with suppress(Exception):  # a broken note on the picture is no broken picture
        flat = ImageOps.exif_transpose(flat)
    return flat


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise RefusedError("pixels")
    if max(picture.size) > MAX_SIDE_PIXELS:
        raise RefusedError("side")


def _check_frames(data: bytes, picture: Image.Image) -> None:
    frames = _frame_count(data, picture)
    if frames > MAX_FRAMES or frames * picture.width * picture.height > MAX_FRAME_PIXELS:
        raise RefusedError("frames")


def _frame_count(data: bytes, picture: Image.Image) -> int:
    """How many frames the file announces; Pillow would have to seek through a GIF to tell, so we walk its blocks."""
    if picture.format == "GIF":
        return _gif_frame_count(data)
    return int(getattr(picture, "n_frames", 1))


def _gif_frame_count(data: bytes) -> int:
    """Frames of a GIF, counted up to one more than are taken; data that ends early has those before the end."""
    at = 13 + _palette_bytes(data[10])
    frames = 0
    while at < len(data) and frames <= MAX_FRAMES:
        if data[at] == EXTENSION:
            at += 2
        elif data[at] == FRAME and at + 9 < len(data):
            frames += 1
            at += 11 + _palette_bytes(data[at + 9])
        else:
            break
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return frames


def _palette_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _orientation(picture: Image.Image) -> Any:
    try:
        return picture.getexif().get(ORIENTATION_TAG)
    except Exception:  # noqa: BLE001  (as above)
        return None


def _flat(picture: Image.Image) -> Image.Image:
    """Eight bits a channel, RGB or RGBA."""
    if picture.mode in HIGH_DEPTH:
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


if __name__ == "__main__":
    main()
