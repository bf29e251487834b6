"""Bytes of unknown honesty as text that XML may hold."""

import codecs
import re
from collections.abc import Iterator
from typing import IO, Final

from exchange.sources.items import Note

CHUNK_BYTES: Final = 65_536
HEAD_BYTES: Final = 1_024
DECLARED: Final = re.compile(rb'^\s*<\?xml[^>]*encoding=["\']([A-Za-z0-9._-]{1,40})["\']')
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(file: IO[bytes], *, note: Note) -> Iterator[str]:
    """The file's text, piece by piece. Bytes that are wrong in its encoding are read as Windows-1252, and noted once."""
    head = file.read(HEAD_BYTES)
    encoding = encoding_of(head)
    wrong: list[int] = []
    decoder = codecs.getincrementaldecoder(encoding)(errors=_as_windows(wrong))
    chunk = head
    while chunk:
        yield FORBIDDEN.sub("", decoder.decode(chunk))
        chunk = file.read(CHUNK_BYTES)
    yield FORBIDDEN.sub("", decoder.decode(b"", True))
    if wrong:
        note(0, f"{sum(wrong)} bytes are not {encoding}; they were read as Windows-1252.")


def encoding_of(head: bytes) -> str:
    """By its byte order mark, else as declared, else UTF-8."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    declared = DECLARED.match(head)
    name = declared[1].decode() if declared else "utf-8"
    try:
        return codecs.lookup(name).name if codecs.lookup(name)._is_text_encoding else "utf-8"
    except LookupError:
        return "utf-8"


def _as_windows(wrong: list[int]) -> str:
    """Name of an error handler that counts; codecs keep handlers by name, so it is made anew for each file."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        bad = error.object[error.start : error.end]
        wrong.append(len(bad))
        return bad.decode("cp1252", "replace"), error.end

    codecs.register_error("exchange.windows", handle)
    return "exchange.windows"
