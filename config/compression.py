"""Compressed answers of the API, and files in development. Pages are compressed as kept copies, files in production once."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, cast

import brotli
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from config.page_cache.copies import encoding_for

# Below that an answer fits into one packet anyway.
MIN_BYTES: Final = 1_000
BROTLI_QUALITY: Final = 4
GZIP_LEVEL: Final = 5
FILE_TYPES: Final = (
    "text/css",
    "text/javascript",
    "application/javascript",
)
COMPRESSORS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


def compress_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Brotli or gzip, as the program reads it: what the API says, and what style sheets and scripts say in development."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.has_header("Content-Encoding"):
            return response
        encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if request.path.startswith("/api/") and not response.streaming:
            _compress_answer(response, encoding)
        elif request.method == "GET" and _is_file(response):
            _compress_file(cast("FileResponse", response), encoding)
        return response

    return middleware


def _compress_answer(response: HttpResponse, encoding: str) -> None:
    """The entity tag becomes a weak one, since bytes differ and meaning does not.

    An answer that is sent again and again brings `packed`, where what was compressed of it is kept.
    """
    if len(response.content) < MIN_BYTES:
        return
    patch_vary_headers(response, ("Accept-Encoding",))
    if encoding in COMPRESSORS:
        kept: dict[str, bytes] = getattr(response, "packed", {})
        if encoding not in kept:
            kept[encoding] = COMPRESSORS[encoding](response.content)
        response.content = kept[encoding]
        response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        tag = response.headers.get("ETag", "")
        if tag and not tag.startswith("W/"):
            response.headers["ETag"] = f"W/{tag}"


def _is_file(response: HttpResponse) -> bool:
    """The whole of one, not a part of it."""
    kind = response.headers.get("Content-Type", "")
    return response.streaming and response.status_code == 200 and kind.startswith(FILE_TYPES)


def _compress_file(response: FileResponse, encoding: str) -> None:
    """A style sheet or script that `collectstatic` did not compress. The date alone says from now on whether it changed."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if encoding not in COMPRESSORS:
        return
    body = b"".join(cast("Iterable[bytes]", response.streaming_content))
    packed = _packed(body, encoding)
    response.streaming_content = [packed]
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(packed))
    del response.headers["ETag"]


@lru_cache(maxsize=64)
def _packed(body: bytes, encoding: str) -> bytes:
    return COMPRESSORS[encoding](body)
