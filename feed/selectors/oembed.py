"""How a post is shown on other people's pages, as the oEmbed specification asks (https://oembed.com)."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html

from feed.errors import NotFoundError
from feed.models import Post
from feed.selectors.linked_data import absolute, share_picture
from feed.selectors.site import site_settings
from feed.syndication.xml import printable

# The card's size where nothing smaller is asked for, and the smallest that can be read, in CSS pixels.
WIDTH, HEIGHT = 560, 300
MIN_WIDTH, MIN_HEIGHT = 220, 120
CACHE_SECONDS: Final = 3600


@dataclass(frozen=True)
class Discovery:
    """A link in the head of an article."""

    url: str
    media_type: str


def post_pk_of(url: str) -> int:
    """The key in the address of a post of this site, with or without its words. Raises NotFoundError."""
    try:
        parts, site = urlsplit(url), urlsplit(settings.BASE_URL)
    except ValueError as error:
        raise NotFoundError from error
    if parts.netloc.lower() != site.netloc.lower() or parts.scheme not in ("http", "https"):
        raise NotFoundError
    try:
        found = resolve(parts.path)
    except Resolver404 as error:
        raise NotFoundError from error
    if found.view_name not in ("feed:post", "feed:embed") and not _is_bare(parts.path):
        raise NotFoundError
    return int(found.kwargs["pk"])


def embedding(post: Post, *, max_width: int | None, max_height: int | None) -> dict[str, Any]:
    """The answer of the provider: a rich frame, no larger than asked for."""
    width = min(WIDTH, max_width or WIDTH)
    height = min(HEIGHT, max_height or HEIGHT)
    picture = share_picture(post)
    thumbnail = (
        dict(
            zip(("thumbnail_url", "thumbnail_width", "thumbnail_height"), picture[:3], strict=True)
        )
        if picture and _fits(picture[1], picture[2], max_width, max_height)
        else {}
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": post.title,
        "author_name": post.author.name,
        "author_url": absolute(post.author.get_absolute_url()),
        "provider_name": site_settings().name,
        "provider_url": absolute("/"),
        "cache_age": CACHE_SECONDS,
        "html": _frame(post, width, height),
        "width": width,
        "height": height,
        **thumbnail,
    }


def as_xml(told: dict[str, Any]) -> bytes:
    body = "".join(
        f"<{name}>{escape(printable(str(value)))}</{name}>" for name, value in told.items()
    )
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{body}</oembed>\n'.encode()


def discoveries(post: Post) -> tuple[Discovery, ...]:
    """Where programs that find the article ask how to show it."""
    url = absolute(post.get_absolute_url())
    asked = absolute(f"{_provider()}?{urlencode({'url': url})}")
    return tuple(
        Discovery(f"{asked}&format={name}", f"{kind}+oembed")
        for name, kind in (("json", "application/json"), ("xml", "text/xml"))
    )


@cache
def _provider() -> str:
    return reverse("feed:oembed")


def _is_bare(path: str) -> bool:
    return path.startswith("/posts/") and path.strip("/").count("/") == 1


def _fits(width: int, height: int, max_width: int | None, max_height: int | None) -> bool:
    return width <= (max_width or width) and height <= (max_height or height)


def _frame(post: Post, width: int, height: int) -> str:
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" frameborder="0" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        absolute(reverse("feed:embed", args=[post.pk, post.slug])),
        width,
        height,
        post.title,
    )
