"""The one reader of uploaded pictures: a stranger's bytes are decoded in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.errors import ImageRefusedError

if TYPE_CHECKING:
    from PIL import Image

# As wide as any page shows a picture.
MAX_WIDTH: Final = 1600
DECODER: Final = Path(__file__).with_name("decoding.py")
# Each decoder may take a gigabyte; further uploads to this process wait their turn.
MAX_AT_ONCE: Final = 2
# What was wrong, by the limit that was broken; each names it.
TOO_LARGE: Final = gettext_noop("This picture is larger than %(limit)s MB.")
BROKEN: Final = {
    "pixels": gettext_noop("This picture has more than %(limit)s million pixels."),
    "side": gettext_noop("This picture is wider or higher than %(limit)s pixels."),
    "frames": gettext_noop("This animation has more than %(limit)s pictures, or too large ones."),
    "effort": gettext_noop(
        "Reading this picture took more than %(limit)s seconds or too much memory."
    ),
}

_turns = BoundedSemaphore(MAX_AT_ONCE)


class Upload(Protocol):
    """The part of Django's UploadedFile that is needed here. `size` in bytes."""

    @property
    def size(self) -> int | None: ...

    @property
    def file(self) -> object: ...


def read_picture(upload: Upload, *, max_bytes: int) -> "Image.Image":
    """Decode the first frame of an upload, turned upright, shrunk to MAX_WIDTH, without any metadata.

    The decoder is a child process (accounts.decoding), which holds limits of memory and time and can open nothing;
    this process sees pixels only. Starting it costs 0.1 s of processor time (measured: interpreter and Pillow), a
    photograph of 12 million pixels 0.4 s in all; a pool of decoders would save the start and let one stranger's
    bytes meet the next one's.

    Args:
        upload: a JPEG, PNG, WebP or GIF file, whatever its name says.
        max_bytes: largest file taken.

    Returns:
        A picture in mode RGB, or RGBA where it has transparency; `info` is empty.

    Raises:
        ImageRefusedError: it breaks a limit, which the message names, or it is no such picture.
    """
    if (upload.size or 0) > max_bytes:
        raise ImageRefusedError(_(TOO_LARGE) % {"limit": max_bytes // 1_000_000})
    source = cast("BinaryIO", upload.file)
    source.seek(0)
    with _turns:
        answer, pixels = _decoded(source.read(max_bytes + 1))
    if "mode" not in answer:
        raise _refusal(answer.get("refused"))
    from PIL import (
        Image,
    )  # only where somebody sends a picture: Pillow takes 5 MB of every process that knows it

    return Image.frombytes(answer["mode"], (answer["size"][0], answer["size"][1]), pixels)


def _decoded(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The child's answer, and raw pixels if it gave any; a child that died or hung gave none.

    It may take twice the time that it may calculate, for machines that are busy.
    """
    from accounts import decoding  # with Pillow

    # -B: what this process did not keep as bytecode, a child without room on the disk would keep cut short.
    command = [sys.executable, "-I", "-B", str(DECODER), str(MAX_WIDTH)]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=2 * decoding.MAX_CPU_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError:
        return {"refused": "effort"}, b""
    line, _newline, pixels = done.stdout.partition(b"\n")
    return json.loads(line), pixels


def _refusal(limit: object) -> ImageRefusedError:
    """The sentence for the limit that is broken."""
    from accounts import decoding  # with Pillow

    limits: dict[object, object] = {
        "pixels": decoding.MAX_PIXELS // 1_000_000,
        "side": f"{decoding.MAX_SIDE_PIXELS:,}",
        "frames": decoding.MAX_FRAMES,
        "effort": decoding.MAX_CPU_SECONDS,
    }
    if limit in limits:
        return ImageRefusedError(_(BROKEN[str(limit)]) % {"limit": limits[limit]})
    return ImageRefusedError(_("This is not a JPEG, PNG, WebP or GIF picture that we can read."))
