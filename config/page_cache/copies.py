"""A kept page: its bytes in every encoding, what it showed and when, and how it is answered with."""

import gzip
import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, Self

import brotli
from django.utils.http import http_date, parse_http_date_safe

Headers = list[tuple[str, str]]

ENCODINGS: Final = ("br", "gzip", "identity")
# Who reads no compressed pages gets them unpacked: they are four times as large, and hardly anybody asks for them.
KEPT_ENCODINGS: Final = ENCODINGS[:2]
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# A figure in a page is at most MAX_AGE old: counts wait for the drain (config.schedule), then the page for its news, and if
# the news was lost, for this; or a proxy in front shows what it kept. Each of the sums must stay below.
MAX_AGE: Final = timedelta(seconds=15)
FRESH_SECONDS: Final = 6
PROXY_SECONDS, PROXY_STALE_SECONDS = 3, 3
# For so long a copy may stand in for a page that cannot be made.
KEEP_SECONDS: Final = 3600
# A proxy may keep a page for a moment by itself; what it kept can be purged by its surrogate keys.
FOR_PROXIES: Final = (
    f"public, max-age=0, must-revalidate, s-maxage={PROXY_SECONDS}, stale-while-revalidate={PROXY_STALE_SECONDS},"
    " stale-if-error=600"
)
VARIES_BY: Final = "Accept-Encoding, Accept-Language, Cookie"
# Ours alone: what Django says of these is for the request that made the page.
REPLACED: Final = frozenset(
    ("cache-control", "content-length", "vary", "etag", "last-modified", "expires", "date")
)
# Apache's and nginx's limits on one header leave room for so many names.
MAX_SURROGATE_KEYS: Final = 100


@dataclass(slots=True)
class PageCopy:
    """`as_of`: position in the log before the page was made; `made_at`: seconds since 1970."""

    headers: Headers
    names: frozenset[str]
    as_of: int
    made_at: float
    tag: str
    bodies: dict[str, bytes]
    answers: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, body: bytes, *, headers: Headers, names: frozenset[str], as_of: int) -> Self:
        """Keep a page that has just been made; it is compressed here, and never again."""
        return cls(
            headers=[pair for pair in headers if pair[0].lower() not in REPLACED],
            names=names,
            as_of=as_of,
            made_at=time.time(),
            tag=blake2b(body, digest_size=12).hexdigest(),
            bodies={
                "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
                "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
            },
        )

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return sum(map(len, self.bodies.values())) + 64 * len(self.names) + 2_000

    def is_young(self) -> bool:
        return time.time() - self.made_at < FRESH_SECONDS

    def answer(self, encoding: str) -> tuple[Headers, bytes]:
        """Headers and body; the list is shared and must not be changed."""
        if encoding not in self.bodies:
            body = gzip.decompress(self.bodies["gzip"])
            return self._headers(encoding, body), body
        made = self.answers.get(encoding)
        if made is None:
            body = self.bodies[encoding]
            made = self.answers[encoding] = (self._headers(encoding, body), body)
        return made

    def is_known_to(self, environ: dict[str, Any]) -> bool:
        """Whether the sender says that it has these bytes already."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags:
            return tags.strip() == "*" or any(f'"{self.tag}-{each}"' in tags for each in ENCODINGS)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        instant = parse_http_date_safe(since) if since else None
        return instant is not None and int(self.made_at) <= instant

    def _headers(self, encoding: str, body: bytes) -> Headers:
        keys = sorted(self.names)[:MAX_SURROGATE_KEYS]
        return [
            *self.headers,
            *([("Content-Encoding", encoding)] if encoding != "identity" else []),
            ("Content-Length", str(len(body))),
            ("ETag", f'"{self.tag}-{encoding}"'),
            ("Last-Modified", http_date(self.made_at)),
            ("Cache-Control", FOR_PROXIES),
            ("Vary", VARIES_BY),
            ("Surrogate-Key", " ".join(keys)),
        ]

    def pack(self) -> bytes:
        """One line of JSON, then the bodies in the order of KEPT_ENCODINGS."""
        about = {
            "headers": self.headers,
            "names": sorted(self.names),
            "as_of": self.as_of,
            "made_at": self.made_at,
            "tag": self.tag,
            "lengths": [len(self.bodies[each]) for each in KEPT_ENCODINGS],
        }
        return b"\n".join(
            (json.dumps(about).encode(), b"".join(self.bodies[each] for each in KEPT_ENCODINGS))
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        line, _end, rest = packed.partition(b"\n")
        about = json.loads(line)
        bodies, start = {}, 0
        for encoding, length in zip(KEPT_ENCODINGS, about["lengths"], strict=True):
            bodies[encoding] = rest[start : start + length]
            start += length
        return cls(
            headers=[(name, value) for name, value in about["headers"]],
            names=frozenset(about["names"]),
            as_of=about["as_of"],
            made_at=about["made_at"],
            tag=about["tag"],
            bodies=bodies,
        )


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """The first of ENCODINGS that an Accept-Encoding header allows."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        weights[name.strip()] = _weight(weight)
    fallback = weights.get("*", 0.0)
    for encoding in ENCODINGS[:-1]:
        if weights.get(encoding, fallback) > 0:
            return encoding
    return ENCODINGS[-1]


def _weight(text: str) -> float:
    name, _equals, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
