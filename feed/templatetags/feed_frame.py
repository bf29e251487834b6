"""`{% load feed_frame %}{% frame_part "components/_footer.html" is_member=request.user.is_authenticated %}`."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from config import inline
from feed.models import Category, Post
from feed.selectors.site import Frame, site_frame

register = template.Library()

# Stands in a kept part where the address of the page goes; nothing that people write can hold it.
HERE: Final = SafeString("\N{NULL}here\N{NULL}")
# Stands where the token of a form goes.
TOKEN: Final = SafeString("\N{NULL}token\N{NULL}")
# Stand in a page that many readers share (feed.views.sheets) where a member's tools go, and what was done last.
TOOLS, MESSAGES = SafeString("\N{NULL}tools\N{NULL}"), SafeString("\N{NULL}messages\N{NULL}")
MEMBER, FORM_KEY = SafeString("\N{NULL}member\N{NULL}"), SafeString("\N{NULL}formkey\N{NULL}")
# In place of a category, where what is printed stands around pages of all of them.
ANY_CATEGORY: Final = "any"
# Stand where a member's own words go in the masthead.
NAME, INITIAL, PROFILE, PICTURE = (
    SafeString(f"\N{NULL}{each}\N{NULL}") for each in ("name", "initial", "profile", "picture")
)
# What each of them stands for.
OWN_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    HERE: lambda request: escape(request.get_full_path()),
    NAME: lambda request: escape(request.user.name),
    INITIAL: lambda request: escape(request.user.name[:1]),
    PROFILE: lambda request: escape(request.user.get_absolute_url()),
    PICTURE: lambda request: escape(request.user.avatar.url) if request.user.avatar else "",
}


@register.simple_tag(takes_context=True)
def frame_part(
    context: template.Context,
    template_name: str,
    *,
    category: Category | str | None = None,
    is_member: bool | str = False,
) -> SafeString:
    """What all readers of a language see alike around a page: made once for a frame, not once for a page.

    The template is given `site`, `categories`, `category`, `is_member` and `here`, the page's address; never the request.
    """
    if category == ANY_CATEGORY:
        return part_hole(template_name)
    frame: Frame = context.get("frame") or site_frame()
    varied = {"category": category or None, "is_member": bool(is_member)}
    part = _part(frame, template_name, varied)
    request = context.get("request")
    if request is None or HERE not in part:
        return part
    return SafeString(part.replace(HERE, escape(request.get_full_path())))


def category_part(frame: Frame, template_name: str, category: Category) -> SafeString:
    """What goes into the hole that `frame_part` leaves where a page may be of any category."""
    return _part(frame, template_name, {"category": category, "is_member": False})


@register.simple_block_tag(takes_context=True)
def after_first_paint(context: template.Context, content: SafeString) -> SafeString:
    """What a stranger's browser fetches once the page is painted, and the rules for what it fetches ahead.

    Members have been here: theirs comes with the page, and the server notes what they open, so nothing is fetched ahead.
    """
    user = getattr(context.get("request"), "user", None)
    if user is not None and user.is_authenticated:
        return content
    rules = f'<script type="speculationrules">{inline.NEXT_PAGES}</script>'
    return SafeString(
        f'<template id="later">{rules}{content}</template><script>{inline.BOOT}</script>'
    )


@register.simple_tag(takes_context=True)
def member_tools(context: template.Context) -> SafeString:
    """A member's tools in the masthead."""
    request = context["request"]
    if is_shared(request):
        return TOOLS
    frame = context.get("frame") or site_frame()
    unread = context["unread_count"] + 0  # a lazy integer
    return with_token(context, tools_of(request, frame=frame, unread=unread))


@register.simple_tag(takes_context=True)
def waiting_messages(context: template.Context) -> SafeString:
    """What the last action has to say."""
    if is_shared(context.get("request")):
        return MESSAGES
    return messages_part(context.get("messages"))


def messages_part(messages: Any) -> SafeString:
    """Nothing where nothing waits to be said."""
    shown = {"messages": messages}
    return render_to_string("components/_messages.html", shown) if messages else SafeString()


@register.simple_tag(takes_context=True)
def own_part(context: template.Context, template_name: str) -> SafeString:
    """As `include`; on a page that many members share, a hole for what the template says to each."""
    request: Any = context.get("request")
    if is_shared(request) and request.user.is_authenticated:
        return part_hole(template_name)
    return context.template.engine.get_template(template_name).render(context)  # type: ignore[union-attr]  # there is one


@register.simple_tag(name="hole")
def part_hole(name: str) -> SafeString:
    """Where something goes in later, by this name."""
    return SafeString(f"\N{NULL}{name}\N{NULL}")


@register.simple_tag(takes_context=True, name="new_mark")
def mark_if_new(context: template.Context, post: Post) -> SafeString:
    """Beside the card of a post that came in after the reader's last visit; `new_pks`: keys of those."""
    new_pks = context.get("new_pks") or ()
    if isinstance(new_pks, AllOf):
        return new_hole(post.pk)
    return new_mark() if post.pk in new_pks else SafeString()


def is_shared(request: Any) -> bool:
    """Whether a page is made for many readers (feed.views.sheets)."""
    return getattr(request, "is_shared", False)


class AllOf:
    """In place of `new_pks`: whether a post is new is for each reader to say."""


def new_hole(pk: int) -> SafeString:
    return SafeString(f"\N{NULL}new:{pk}\N{NULL}")


def new_mark() -> SafeString:
    """The same for all readers of a language."""
    return _new_mark(get_language() or "")


@lru_cache(maxsize=64)
def _new_mark(_language: str) -> SafeString:
    return render_to_string("feed/_new_mark.html")


def tools_of(request: HttpRequest, *, frame: Frame, unread: int) -> SafeString:
    """With a mark left in them where the token of forms goes."""
    made = tools_with_marks(request.user, frame=frame, unread=unread)
    for mark, words in OWN_WORDS.items():
        if mark in made:
            made = SafeString(made.replace(mark, words(request)))
    return made


def tools_with_marks(member: Any, *, frame: Frame, unread: int) -> SafeString:
    """Made once for a frame, with marks where the member's own words go."""
    shape = (bool(member.avatar), member.is_staff, member.theme)
    key = ("tools", get_language(), unread, *shape)
    if key not in frame.parts:
        frame.parts[key] = _tools(frame, unread=unread, shape=shape)
    return frame.parts[key]


def with_token(context: template.Context, part: SafeString) -> SafeString:
    """A part with this visitor's token in its forms."""
    return SafeString(part.replace(TOKEN, str(context["csrf_token"]))) if TOKEN in part else part


def _tools(frame: Frame, *, unread: int, shape: tuple[bool, bool, str]) -> SafeString:
    has_avatar, is_staff, theme = shape
    member = {
        "is_authenticated": True, "is_staff": is_staff, "theme": theme, "name": Named(NAME),
        "get_absolute_url": PROFILE, "avatar": {"url": PICTURE} if has_avatar else None,
    }  # fmt: skip
    request = SimpleNamespace(user=member, get_full_path=lambda: HERE)
    shown = {"request": request, "unread_count": unread}
    around = {"site": frame.settings, "categories": frame.categories, "frame": frame}
    return render_to_string("components/_tools.html", around | shown | {"csrf_token": TOKEN})


class Named(SafeString):
    """A mark whose first letter is a mark, too."""

    def __getitem__(self, _place: Any) -> SafeString:
        return INITIAL


def _part(frame: Frame, template_name: str, varied: dict[str, Any]) -> SafeString:
    key = (
        template_name,
        get_language(),
        getattr(varied["category"], "pk", None),
        varied["is_member"],
    )
    if key not in frame.parts:
        shown = {"site": frame.settings, "categories": frame.categories, "frame": frame}
        frame.parts[key] = render_to_string(template_name, shown | varied | {"here": HERE})
    return frame.parts[key]
