"""The article page: what stands around every article, made once for readers who look alike, and the article in its holes."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import get_current_timezone_name

from feed.context import around
from feed.selectors.posts import PostPage
from feed.selectors.site import Frame, site_frame
from feed.templatetags.feed_format import clock
from feed.templatetags.feed_frame import ANY_CATEGORY, part_hole
from feed.views.article_parts import Seat, article_parts
from feed.views.sheets import (
    Look,
    Own,
    Pieces,
    anybody_like,
    filled,
    printed,
    surroundings,
)

# Of one article, for readers to whom it is not the same; who is one too many has one made for him. Some sixty kilobytes each.
MOST_KINDS: Final = 4


def article_for_many(
    request: HttpRequest, page: PostPage, *, own: Own, unread: int | None
) -> HttpResponse:
    """Of a page that is shared, with what is this reader's own. Of all readers of a kind, the first has its parts made."""
    frame = site_frame()
    look = Look.of(request.user)
    kind = ("article", look.trust_level, get_current_timezone_name())
    parts: Own | None = page.parts.get(kind)
    if parts is None:
        parts = _pieces(page, Seat(anybody_like(request), frame, clock()))
        if sum(isinstance(key, tuple) and key[0] == "article" for key in page.parts) < MOST_KINDS:
            page.parts[kind] = parts
    return filled(request, _around(request, frame), own={**parts, **own}, unread=unread)


def article_for_one(
    request: HttpRequest, page: PostPage, *, status: int = 200, poll_message: str = ""
) -> HttpResponse:
    """Of a page that was read for this visitor. `poll_message`: why a vote was not counted."""
    frame = site_frame()
    parts = _pieces(page, Seat(request, frame, clock(), poll_message))
    response = filled(request, _around(request, frame), own=parts, unread=None)
    response.status_code = status
    return response


def _pieces(page: PostPage, seat: Seat) -> Own:
    return {part_hole(name): Pieces.of(text) for name, text in article_parts(page, seat).items()}


def _around(request: HttpRequest, frame: Frame) -> Pieces:
    """What stands around every article, for readers who look like this one."""
    return surroundings(
        request,
        "article",
        lambda asked: printed(
            asked, "feed/post_detail.html", around(frame) | {"category": ANY_CATEGORY}
        ),
    )
