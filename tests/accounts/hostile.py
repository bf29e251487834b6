"""Makes the files that attackers send: nothing of it is kept in the repository."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from PIL import Image, PngImagePlugin

PHP: Final = b"<?php system($_GET['c']); ?>"
SCRIPT: Final = b"<script>alert(1)</script>"
SECRETS: Final = (b"<?php", b"<script", b"Exif", b"GPS", b"Alice's camera", b"ICC_PROFILE", b"ICCP")
NO_PICTURE: Final = "not a JPEG, PNG, WebP or GIF"
GPS_TAG: Final = 0x8825
GIF_FRAME: Final = b"\x2c" + struct.pack("<HHHHB", 0, 0, 9, 9, 0) + b"\x02\x02\x4c\x01\0"

Make = Callable[[], bytes]


def saved(picture: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def plain(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.new(mode, size)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes, data: bytes = b"\0" * 64, depth: int = 8) -> bytes:
    """A PNG with whatever its header claims, chunks before the pixels, and compressed `data` for pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + body


def gif(*, frames: int, side: int = 9) -> bytes:
    """A GIF whose frames hold fewer pixels than they claim."""
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + GIF_FRAME * frames + b"\x3b"


def exif() -> Image.Exif:
    notes = Image.Exif()
    notes[0x010F] = "Alice's camera"
    notes[0x0112] = 6
    notes[GPS_TAG] = {1: "N", 2: (52.0, 22.0, 1.0), 3: "E", 4: (4.0, 53.0, 1.0)}
    return notes


def film(file_format: str, *, frames: int, size: tuple[int, int] = (8, 8)) -> bytes:
    shots = [
        Image.new("RGB", size, (number * 41 % 256, number * 97 % 256, 7))
        for number in range(frames)
    ]
    return saved(shots[0], file_format, save_all=True, append_images=shots[1:], lossless=True)


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.jpg", "x" * 1000)
    return buffer.getvalue()


def cut(file_format: str, part: float) -> bytes:
    whole = saved(Image.effect_noise((200, 200), 90).convert("RGB"), file_format)
    return whole[: int(len(whole) * part)]


def compressed_text(size: int) -> bytes:
    return chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * size, 9))


def profile(size: int) -> bytes:
    return chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"\0" * size, 9))


def with_text() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", (PHP + SCRIPT).decode())
    notes.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    return saved(plain(), "PNG", pnginfo=notes)


# Name of the file: what makes it, and what its sender is told.
REFUSED: Final[dict[str, tuple[Make, str]]] = {
    "empty": (lambda: b"", NO_PICTURE),
    "one byte": (lambda: b"\xff", NO_PICTURE),
    "zeros": (lambda: b"\0" * 4096, NO_PICTURE),
    "random": (lambda: bytes(number * 73 % 251 for number in range(5000)), NO_PICTURE),
    "text": (lambda: b"I am a picture, honestly.", NO_PICTURE),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", NO_PICTURE),
    "svg with a prologue": (lambda: b"<?xml version='1.0'?><!DOCTYPE svg><svg/>", NO_PICTURE),
    "html": (lambda: b"<!DOCTYPE html><body onload=alert(1)>", NO_PICTURE),
    "php": (lambda: PHP, NO_PICTURE),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", NO_PICTURE),
    "eps by Pillow": (lambda: saved(plain(), "EPS"), NO_PICTURE),
    "djvu": (lambda: b"AT&TFORM\0\0\0\x10DJVMDIRM" + PHP, NO_PICTURE),
    "fits": (lambda: b"SIMPLE  =                    T".ljust(2880), NO_PICTURE),
    "fits of gzip": (lambda: b"\x1f\x8b\x08" + b"\0" * 400, NO_PICTURE),
    "zip": (zipped, NO_PICTURE),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\n", NO_PICTURE),
    "elf": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 200, NO_PICTURE),
    "xpm": (lambda: b'/* XPM */ static char *x[] = {"1 1 1 1"};', NO_PICTURE),
    "mvg": (lambda: b"push graphic-context\nimage over 0,0 0,0 'https://evil.example'", NO_PICTURE),
    "tiff": (lambda: saved(plain(), "TIFF"), NO_PICTURE),
    "bmp": (lambda: saved(plain(), "BMP"), NO_PICTURE),
    "ico": (lambda: saved(plain(), "ICO"), NO_PICTURE),
    "ppm": (lambda: saved(plain(), "PPM"), NO_PICTURE),
    "tga": (lambda: saved(plain(), "TGA"), NO_PICTURE),
    "pcx": (lambda: saved(plain(), "PCX"), NO_PICTURE),
    "dds": (lambda: saved(plain(), "DDS"), NO_PICTURE),
    "jpeg 2000": (lambda: saved(plain(), "JPEG2000"), NO_PICTURE),
    "avif": (lambda: saved(plain(), "AVIF"), NO_PICTURE),
    "spider": (lambda: saved(plain("F"), "SPIDER"), NO_PICTURE),
    "dcx": (lambda: struct.pack("<II", 0x3ADE68B1, 12) + b"\0" * 200, NO_PICTURE),
    "psd": (lambda: b"8BPS\0\x01" + b"\0" * 200, NO_PICTURE),
    "head of jpeg": (lambda: b"\xff\xd8\xff\xe0", NO_PICTURE),
    "head of png": (lambda: b"\x89PNG\r\n\x1a\n", NO_PICTURE),
    "head of gif": (lambda: b"GIF89a", NO_PICTURE),
    "head of webp": (lambda: b"RIFF\xff\xff\xff\xffWEBPVP8X", NO_PICTURE),
    "jpeg cut": (lambda: cut("JPEG", 0.5), NO_PICTURE),
    "jpeg cut late": (lambda: cut("JPEG", 0.95), NO_PICTURE),
    "png cut": (lambda: cut("PNG", 0.5), NO_PICTURE),
    "webp cut": (lambda: cut("WEBP", 0.5), NO_PICTURE),
    "gif cut": (lambda: cut("GIF", 0.5), NO_PICTURE),
    "png of no size": (lambda: png(0, 9), NO_PICTURE),
    "png that lies about its size": (lambda: png(5000, 5000), NO_PICTURE),
    "png with a wrong checksum": (lambda: png(9, 9).replace(b"IHDR", b"IHDs"), NO_PICTURE),
    "png with broken pixels": (lambda: png(9, 9)[:60] + b"\0" * 30, NO_PICTURE),
    "text bomb": (lambda: png(8, 8, compressed_text(200_000_000)), NO_PICTURE),
    "many text bombs": (lambda: png(8, 8, *[compressed_text(1_000_000)] * 70), NO_PICTURE),
    "900 megapixels": (lambda: png(30_000, 30_000, data=b"\0" * 9_000_000), "40 million pixels"),
    "41 megapixels": (lambda: png(8200, 5000), "40 million pixels"),
    "largest header": (lambda: png(2**31 - 1, 2**31 - 1), "40 million pixels"),
    "one bit bomb": (lambda: saved(plain("1", (20_000, 20_000)), "PNG"), "40 million pixels"),
    "60,000 x 1": (lambda: png(60_000, 1), "16,000 pixels"),
    "1 x 60,000": (lambda: saved(plain("L", (1, 60_000)), "PNG"), "16,000 pixels"),
    "gif bomb": (lambda: gif(frames=1, side=65_535), "40 million pixels"),
    "gif with too few pixels": (lambda: gif(frames=1), NO_PICTURE),
    "profile bomb": (lambda: png(8, 8, profile(100_000_000)), NO_PICTURE),
    "gif of 61 frames": (lambda: gif(frames=61), "more than 60"),
    "gif of 600,000 frames": (lambda: gif(frames=600_000), "more than 60"),
    "webp of 61 frames": (lambda: film("WEBP", frames=61), "more than 60"),
    "apng of 61 frames": (lambda: film("PNG", frames=61), "more than 60"),
    "apng that claims 4 billion": (
        lambda: png(8, 8, chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))),
        "more than 60",
    ),
    "large frames": (lambda: gif(frames=5, side=5200), "too large"),
}

TAKEN: Final[dict[str, Make]] = {
    "photograph with GPS": lambda: saved(plain(), "JPEG", exif=exif()),
    "jpeg with PHP behind": lambda: saved(plain(), "JPEG") + PHP,
    "jpeg with PHP in a comment": lambda: saved(plain(), "JPEG", comment=PHP + SCRIPT),
    "jpeg with a large profile": lambda: saved(plain(), "JPEG", icc_profile=b"\0" * 900_000),
    "jpeg with broken notes": lambda: saved(plain(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"),
    "cmyk jpeg": lambda: saved(plain("CMYK"), "JPEG"),
    "grey jpeg": lambda: saved(plain("L"), "JPEG"),
    "progressive jpeg": lambda: saved(plain(), "JPEG", progressive=True),
    "two pictures in a jpeg": lambda: film("MPO", frames=2),
    "png with scripts in its text": with_text,
    "png with GPS": lambda: saved(plain(), "PNG", exif=exif()),
    "16 bit png": lambda: saved(plain("I;16"), "PNG"),
    "one bit png": lambda: saved(plain("1"), "PNG"),
    "palette png": lambda: saved(plain("P"), "PNG"),
    "palette png with transparency": lambda: saved(plain("P"), "PNG", transparency=0),
    "grey png with transparency": lambda: saved(plain("LA"), "PNG"),
    "1 x 1": lambda: saved(plain(size=(1, 1)), "PNG"),
    "1 x 16,000": lambda: saved(plain("L", (1, 16_000)), "PNG"),
    "16,000 x 1": lambda: saved(plain("L", (16_000, 1)), "JPEG"),
    "39 megapixels": lambda: saved(plain("L", (7800, 5000)), "PNG"),
    "animated gif": lambda: film("GIF", frames=9),
    "animated png": lambda: film("PNG", frames=9),
    "animated webp": lambda: film("WEBP", frames=9),
    "webp with GPS": lambda: saved(plain(), "WEBP", exif=exif(), xmp=SCRIPT),
    "gif with PHP in a comment": lambda: saved(plain(), "GIF", comment=PHP),
    "gif without an end": lambda: saved(plain(), "GIF")[:-1],
    "gif with a zip behind": lambda: saved(plain(), "GIF") + zipped(),
}
