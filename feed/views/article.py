"""The article page: what stands around every article, made once for readers who look alike, and the article in its holes."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from feed.context import around as surrounding_words
from feed.selectors.posts import PostPage
from feed.selectors.site import Frame, site_frame
from feed.templatetags.feed_format import clock
from feed.templatetags.feed_frame import ANY_CATEGORY, part_hole
from feed.views.article_parts import Seat, article_parts
from feed.views.sheets import (
    Own,
    Pieces,
    anybody_like,
    filled,
    kind_of,
    merged,
    printed,
    surroundings,
)

# Of one article, for readers to whom it is not the same; who is one too many has one made for him. Some sixty kilobytes each.
MOST_KINDS: Final = 4


def article_for_many(
    request: HttpRequest, page: PostPage, *, own: Own, unread: int | None
) -> HttpResponse:
    """Of a page that is shared, with what is this reader's own. Who asks first has the parts made; for who comes next, and looks
    like him, they are put into what stands around them for good.
    """
    _path, look, *place = kind_of(request)
    wholes: dict[object, Pieces] = page.parts.setdefault("wholes", {})
    whole = wholes.get((look, *place))
    if whole is not None:
        return filled(request, whole, own=own, unread=unread)
    frame = site_frame()
    around = _around(request, frame)
    made: dict[object, Own] = page.parts.setdefault("made", {})
    kind = (look.trust_level, *place)
    parts = made.get(kind)
    if parts is None:
        parts = _pieces(page, Seat(anybody_like(request), frame, clock()))
        if len(made) < MOST_KINDS:
            made[kind] = parts
    elif len(wholes) < MOST_KINDS:
        wholes[(look, *place)] = merged(around, parts)
    return filled(request, around, own={**parts, **own}, unread=unread)


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
            asked, "feed/post_detail.html", surrounding_words(frame) | {"category": ANY_CATEGORY}
        ),
    )
