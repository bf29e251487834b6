"""Pages that readers of one kind see alike: rendered once with holes, and filled for each with what is his own.

A template of such a page gets a reader of whom nothing is known but his kind. Where something of one reader's belongs, a tag
leaves the mark of a hole (feed.templatetags.feed_frame), and `filled` puts in what is his. Whoever shows more of a
reader in such a template is told at once, by NotSharedError.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from accounts.access import member_of
from accounts.selectors import unread_count
from config.form_tokens import form_token
from config.freshness import is_being_kept
from config.message_storage import waiting
from config.shared import Shared, made_anew
from feed.access import Visitor
from feed.forms.comments import new_form_key
from feed.models import Category, Post, Tag
from feed.selectors.readers import Reader
from feed.selectors.site import site_frame
from feed.templatetags.feed_frame import (
    FORM_KEY,
    HERE,
    MEMBER,
    MESSAGES,
    OWN_WORDS,
    TOKEN,
    TOOLS,
    AllOf,
    messages_part,
    new_hole,
    new_mark,
    tools_with_marks,
)

# Some eighty kilobytes each.
KEPT_SHEETS: Final = 60
KEPT_BYTES: Final = 4_000_000
MARK: Final = "\N{NULL}"
HOLE: Final = re.compile(f"({MARK}[^{MARK}]+{MARK})")


class NotSharedError(Exception):
    """A page that many readers share asks for something that is one reader's."""


class Look(NamedTuple):
    """All that a page shows of its reader outside of holes. `trust_level`: None for strangers."""

    theme: str = ""
    text_size: str = ""
    trust_level: int | None = None

    @classmethod
    def of(cls, visitor: Visitor) -> "Look":
        if not visitor.is_authenticated:
            return cls()
        return cls(visitor.theme, visitor.text_size, visitor.trust_level)


class AnyMember:
    """Whoever is signed in and looks like this."""

    is_authenticated = True
    is_silenced = False
    pk = MEMBER

    def __init__(self, look: Look) -> None:
        self.theme = look.theme
        self.text_size = look.text_size
        self.trust_level = look.trust_level

    def __getattr__(self, name: str) -> Any:
        raise NotSharedError(name)


class AnyRequest(HttpRequest):
    """For a page at a path, by any reader of one kind, or by one whose page has holes all the same."""

    is_shared = True
    # Whether sponsors' slots are left for each page to fill, too.
    has_slots_later = False

    def __init__(self, path: str, user: Any) -> None:
        super().__init__()
        self.path = self.path_info = path
        self.method = "GET"
        self.user = user

    def get_full_path(self, force_append_slash: bool = False) -> str:  # noqa: FBT001, FBT002  (Django's)
        return HERE


class Pieces(NamedTuple):
    """A page, or a part of one, cut at its holes. `texts`: as they are sent; one before each hole, and the last one."""

    texts: tuple[bytes, ...]
    holes: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Pieces":
        if MARK not in text:
            return cls.whole(text)
        cut = HOLE.split(text)
        return cls(tuple(each.encode() for each in cut[::2]), tuple(cut[1::2]))

    @classmethod
    def whole(cls, text: str) -> "Pieces":
        """Without a look for holes, since readers wrote some of it."""
        return cls((text.encode(),))


NOTHING: Final = Pieces.whole("")
Own = Mapping[str, Pieces]


@dataclass(frozen=True)
class Sheet:
    """`rows`: the posts that may be new to a reader; `names`: of what it shows; `about`: the category or tag of a list."""

    pieces: Pieces
    rows: tuple[Post, ...] = ()
    names: frozenset[str] = frozenset()
    about: Category | Tag | None = None


_sheets: Shared[Sheet] = Shared(
    size=KEPT_SHEETS, most_bytes=KEPT_BYTES, weigh=lambda sheet: sum(map(len, sheet.pieces.texts))
)


def shared_sheet(
    request: HttpRequest, key: Hashable, make: Callable[[HttpRequest], Sheet]
) -> Sheet:
    """The sheet of this address for readers who look alike. `key`: what else it depends on; `make` is given their request.

    A page that is to be kept whole (config.page_cache) is made anew, so that it is never twice as old as it may be.
    """
    shape = (key, *kind_of(request))
    asked = anybody_like(request)
    if is_being_kept(request):
        return make(asked)
    return _sheets.get(shape, lambda: make(asked), names=lambda sheet: sheet.names)


def surroundings(
    request: HttpRequest, key: Hashable, make: Callable[[HttpRequest], Pieces]
) -> Pieces:
    """As `shared_sheet`, of what stands around many pages, whatever their address; it shows nothing that grows old."""

    def made() -> Sheet:
        asked = anybody_like(request)
        asked.path = asked.path_info = ""
        asked.has_slots_later = True
        return Sheet(make(asked))

    _path, *kind = kind_of(request)
    return _sheets.get((key, *kind), made, names=lambda sheet: sheet.names).pieces


def kind_of(request: HttpRequest) -> tuple[str, Look, str | None, str]:
    """All of a request and its reader that a shared page may show."""
    look = Look.of(request.user)
    return (request.path, look, get_language(), get_current_timezone_name())


def anybody_like(request: HttpRequest) -> AnyRequest:
    """The request of any reader of the same kind."""
    look = Look.of(request.user)
    return AnyRequest(
        request.path, AnonymousUser() if look.trust_level is None else AnyMember(look)
    )


def own_sheet(request: HttpRequest, make: Callable[[HttpRequest], Sheet]) -> Sheet:
    """As `shared_sheet`, for this reader alone."""
    return make(AnyRequest(request.path, request.user))


def printed(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Pieces:
    """A page for the readers for whom `request` stands, cut at its holes."""
    given = {**context, "new_pks": AllOf(), "csrf_token": TOKEN}
    return made_anew(lambda: Pieces.of(render_to_string(template, given, request=request)))


def printed_part(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Pieces:
    """As `printed`, for a part of a page, which gets nothing but `context`."""
    given = {**context, "request": request, "csrf_token": TOKEN}
    return Pieces.of(render_to_string(template, given))


def new_marks(rows: Iterable[Post], *, reader: Reader) -> Own:
    """What stands beside the cards of these posts for this reader."""
    nothing: dict[str, Pieces] = {new_hole(post.pk): NOTHING for post in rows}
    return nothing | {new_hole(pk): _cut(new_mark()) for pk in reader.new_among(rows)}


def filled(request: HttpRequest, pieces: Pieces, *, own: Own, unread: int | None) -> HttpResponse:
    """The page with what is this reader's own.

    Args:
        own: what goes into holes that only this kind of page has.
        unread: notifications; None where nobody has counted them.
    """
    return HttpResponse(_Filling(request, own, unread).fill(pieces))


def merged(pieces: Pieces, own: Own) -> Pieces:
    """As one that has no holes but those of which `own` knows nothing."""
    texts = [[pieces.texts[0]]]
    holes: list[str] = []
    for hole, after in zip(pieces.holes, pieces.texts[1:], strict=True):
        inner = own.get(hole)
        if inner is None:
            holes.append(hole)
            texts.append([after])
            continue
        (first, *rest), left = merged(inner, own)
        texts[-1].append(first)
        texts.extend([text] for text in rest)
        holes.extend(left)
        texts[-1].append(after)
    return Pieces(tuple(b"".join(each) for each in texts), tuple(holes))


class _Filling(dict[str, bytes]):
    """What goes into each hole of a page, found where the page has that hole."""

    def __init__(self, request: HttpRequest, own: Own, unread: int | None) -> None:
        super().__init__()
        self.request = request
        self.own = own
        self.unread = unread

    def fill(self, pieces: Pieces) -> bytes:
        texts, holes = pieces
        if not holes:
            return texts[0]
        whole = [*texts, *texts[1:]]
        whole[::2], whole[1::2] = texts, [self[hole] for hole in holes]
        return b"".join(whole)

    def __missing__(self, hole: str) -> bytes:
        """Raises KeyError: there is no such hole."""
        pieces = self.own.get(hole)
        if pieces is not None:
            found = self.fill(pieces)
        elif hole == TOOLS:
            found = self.fill(_tools(self))
        else:
            found = USUAL[hole](self.request).encode()
        self[hole] = found
        return found


def _tools(filling: _Filling) -> Pieces:
    request, unread = filling.request, filling.unread
    if unread is None and request.user.is_authenticated:
        unread = unread_count(member_of(request))
    return _cut(tools_with_marks(request.user, frame=site_frame(), unread=unread or 0))


@lru_cache(maxsize=64)
def _cut(part: str) -> Pieces:
    """Of small parts that are rendered once for many."""
    return Pieces.of(part)


USUAL: Final[Mapping[str, Callable[[HttpRequest], str]]] = {
    **OWN_WORDS,
    TOKEN: form_token,
    MESSAGES: lambda request: messages_part(waiting(request)),
    MEMBER: lambda request: str(request.user.pk),
    FORM_KEY: lambda _request: new_form_key(),
}
