"""Videos, sounds and posts elsewhere that may be shown inside an article once a reader asks for it.

Hosts are compared whole: nothing ends with, begins with or contains. Neither a page nor its picture is asked for
anything before the reader presses the button, so that the company learns of nobody who only reads.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Provider:
    """Where something is played.

    `name`: shown with the card, and who is contacted; `shape`: video, audio or post, for its height; `hosts`: of
    addresses that members paste; `pattern`: of their paths, with groups for `frame`; `frame_host`: serves the frame, ""
    for the host that was pasted; `frame`: path and query of the frame, with the pattern's groups.
    """

    name: str
    shape: str
    hosts: frozenset[str]
    pattern: re.Pattern[str]
    frame: str
    frame_host: str = ""

    @property
    def frame_hosts(self) -> frozenset[str]:
        return frozenset((self.frame_host,)) if self.frame_host else self.hosts


@dataclass(frozen=True)
class Embed:
    """An address that can be shown in a frame. `frame_url`: https, at one of the table's hosts."""

    provider: Provider
    frame_url: str


PROVIDERS: Final = (
    Provider(
        "YouTube",
        "video",
        frozenset(("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be")),
        re.compile(r"/(?:(?:watch|shorts|live|embed)/)?(?P<id>[A-Za-z0-9_-]{11})/?"),
        "/embed/{id}",
        "www.youtube-nocookie.com",
    ),
    Provider(
        "Vimeo",
        "video",
        frozenset(("vimeo.com", "www.vimeo.com", "player.vimeo.com")),
        re.compile(r"/(?:video/)?(?P<id>[0-9]{6,12})/?"),
        "/video/{id}?dnt=1",
        "player.vimeo.com",
    ),
    Provider(
        "PeerTube",
        "video",
        frozenset(("framatube.org", "video.blender.org")),
        re.compile(r"/(?:w|videos/watch)/(?P<id>[A-Za-z0-9-]{10,36})/?"),
        "/videos/embed/{id}",
    ),
    Provider(
        "Spotify",
        "audio",
        frozenset(("open.spotify.com",)),
        re.compile(
            r"/(?:intl-[a-z]{2}/)?(?P<kind>track|album|playlist|episode|show)/(?P<id>[A-Za-z0-9]{22})/?"
        ),
        "/embed/{kind}/{id}",
    ),
    Provider(
        "Mastodon",
        "post",
        frozenset(("mastodon.social",)),
        re.compile(r"/@(?P<who>[A-Za-z0-9_]{1,30}(?:@[a-z0-9.-]{4,60})?)/(?P<id>[0-9]{1,20})/?"),
        "/@{who}/{id}/embed",
    ),
)
FRAME_SOURCES: Final = tuple(
    sorted({f"https://{host}" for each in PROVIDERS for host in each.frame_hosts})
)
SHAPES: Final = frozenset(f"embed--{each.shape}" for each in PROVIDERS)
MARK: Final = "data-frame"
FRAME_URL: Final = re.compile(r"https://([a-z.-]+)(/[A-Za-z0-9@._/-]+(?:\?dnt=1)?)")


def embed_of(url: str) -> Embed | None:
    """What an address shows in a frame; None for one that is not in the table, down to the last letter."""
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or any(mark in url for mark in "\\ \t\r\n"):
        return None
    path = f"/watch/{query['v'][0]}" if parts.path == "/watch" and "v" in query else parts.path
    for provider in PROVIDERS:
        # Names, passwords and ports make another netloc, which is in no table.
        found = provider.pattern.fullmatch(path) if parts.netloc.lower() in provider.hosts else None
        if found:
            host = provider.frame_host or parts.netloc.lower()
            return Embed(provider, f"https://{host}{provider.frame.format(**found.groupdict())}")
    return None


def is_frame_url(value: str) -> bool:
    """Whether this is the address of a frame that `embed_of` could have made."""
    found = FRAME_URL.fullmatch(value)
    return found is not None and f"https://{found[1]}" in FRAME_SOURCES


def has_embeds(body_html: str) -> bool:
    return f" {MARK}=" in body_html
