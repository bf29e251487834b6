"""Compressed answers of the API. Pages are compressed as kept copies, or by the proxy in front."""

import gzip
from collections.abc import Callable
from typing import Final

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from config.page_cache.copies import encoding_for

# Below that an answer fits into one packet anyway.
MIN_BYTES: Final = 1_000
BROTLI_QUALITY: Final = 4
GZIP_LEVEL: Final = 5
COMPRESSORS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


def compress_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Brotli or gzip, as the program reads it; the entity tag becomes a weak one, since bytes differ and meaning does not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith("/api/") or response.streaming:
            return response
        if len(response.content) < MIN_BYTES or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = encoding_for(request.headers.get("Accept-Encoding", ""))
        if encoding in COMPRESSORS:
            response.content = COMPRESSORS[encoding](response.content)
            response.headers["Content-Encoding"] = encoding
            response.headers["Content-Length"] = str(len(response.content))
            tag = response.headers.get("ETag", "")
            if tag and not tag.startswith("W/"):
                response.headers["ETag"] = f"W/{tag}"
        return response

    return middleware
