"""The article page of a member to whom it says what it says to everybody, but for what the member did there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.timezone import get_current_timezone_name

from accounts.models import User
from config import freshness
from feed.selectors.posts import PostPage, strangers_page
from feed.selectors.standing import Standing, standing_to
from feed.selectors.threads import Order, Thread, arranged
from feed.services.visiting import remember_read
from feed.templatetags.feed_frame import FORM_KEY, part_hole
from feed.views.article import shared_context
from feed.views.sheets import (
    AnyMember,
    AnyRequest,
    Look,
    Own,
    Pieces,
    filled,
    printed,
    printed_part,
)


def shared_article(
    request: HttpRequest, pk: int, slug: str, *, order: Order, number: int
) -> HttpResponse | None:
    """None for who needs a page of his own: strangers, moderators, authors, who mutes anything; and for posts with a poll.

    Raises:
        NotFoundError: there is no such post, or this member may not see it.
    """
    member = request.user
    if freshness.position() is None or not isinstance(member, User) or _is_special(member):
        return None
    standing = standing_to(pk, member)
    if not standing.reads_as_strangers:
        return None
    page = strangers_page(pk, standing.version, order=order, number=number)
    thread = _thread_for(standing, page, order=order, number=number)
    if (
        page.extras.poll
        or page.thread.page_count > 1
        or bool(thread.nodes) != bool(page.thread.nodes)
    ):
        return None
    if slug != page.post.slug:
        return HttpResponsePermanentRedirect(page.post.get_absolute_url())
    if not standing.has_read:
        remember_read(page.post, visitor=member)
    own = _own(request, standing, page, thread=thread)
    return filled(request, _sheet(request, page), own=own, unread=standing.unread)


def _is_special(member: User) -> bool:
    return member.is_moderator or member.is_silenced


def _thread_for(standing: Standing, page: PostPage, *, order: Order, number: int) -> Thread:
    if not standing.has_marks_in(page):
        return page.thread
    return arranged(
        page.comments,
        visitor=standing.member,
        order=order,
        attention=standing.attention,
        number=number,
    )


def _sheet(request: HttpRequest, page: PostPage) -> Pieces:
    asked = _anybody(request)
    key = ("sheet", *_kind(request))
    made: Pieces | None = page.parts.get(key)
    if made is None:
        context = shared_context(page, form_key=FORM_KEY)
        made = page.parts[key] = printed(asked, "feed/post_detail.html", context)
    return made


def _own(request: HttpRequest, standing: Standing, page: PostPage, *, thread: Thread) -> Own:
    """What this member did here; a part is kept for all who did the same, but where its state is False: that is his alone."""
    mine, kept_on = standing.my_reaction, standing.kept_on
    choices = standing.choices(page)
    followed = tuple(choice.is_followed for choice in choices)
    level = False if thread.new_count else standing.attention.level
    told = replace(thread, attention=standing.attention)
    keeping = replace(page.extras.keeping, list_pk=kept_on, may_keep=True)
    reactions = page.extras.reactions.of_member(mine)
    is_everybodys = thread is page.thread
    parts: list[tuple[str, object, Mapping[str, Any]]] = [
        ("feed/_reactions.html", mine, {"reactions": reactions}),
        ("feed/_keep.html", kept_on is None, {"keeping": keeping}),
        ("feed/_choices.html", followed, {"choices": choices}),
        ("feed/_thread_head.html", level, {"thread": told}),
        ("feed/_conversation.html", is_everybodys, {"thread": thread}),
    ]
    return {
        part_hole(name): _part(request, page, name, state, shown) for name, state, shown in parts
    }


def _part(
    request: HttpRequest, page: PostPage, name: str, state: object, shown: Mapping[str, Any]
) -> Pieces:
    """A part in one of its states."""
    key = (name, state, *_kind(request))
    made: Pieces | None = page.parts.get(key) if state is not False else None
    if made is None:
        given = {"post": page.post, "trust_rules": page.trust_rules, **shown}
        made = printed_part(_anybody(request), name, given)
        if state is not False:
            page.parts[key] = made
    return made


def _kind(request: HttpRequest) -> tuple[object, ...]:
    """All of a request and its reader that a shared part may show."""
    return (request.path, Look.of(request.user), get_current_timezone_name())


def _anybody(request: HttpRequest) -> HttpRequest:
    return AnyRequest(request.path, AnyMember(Look.of(request.user)))
