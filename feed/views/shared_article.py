"""The article page of readers to whom it says what it says to everybody, but for what a member did there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from accounts.models import User
from config import freshness
from feed.selectors.posts import PostPage, live_page, strangers_page
from feed.selectors.standing import Standing, standing_to
from feed.selectors.threads import Order, Thread, arranged
from feed.services.visiting import remember_read
from feed.templatetags.feed_frame import part_hole
from feed.views.article import article_for_many
from feed.views.article_parts import own_template
from feed.views.sheets import Own, Pieces, anybody_like, printed_part

_Show = Callable[[], Mapping[str, Any]]
# The name of a part, what of the member it depends on, and what it is given where nobody's of the same state was made.
_State = tuple[str, object, _Show]


def shared_article(
    request: HttpRequest, pk: int, slug: str, *, order: Order, number: int
) -> HttpResponse | None:
    """None for who needs a page of his own: moderators, authors, who mutes anything; and where nobody follows the log of changes.

    Raises:
        NotFoundError: there is no such post, or this visitor may not see it.
    """
    if freshness.position() is None:
        return None
    visitor = request.user
    if not isinstance(visitor, User):
        page = live_page(pk, order=order, number=number)
        freshness.shows(request, page.names)
        return _answer(request, page, slug=slug, own={})
    if visitor.is_moderator or visitor.is_silenced:
        return None
    return _members(request, standing_to(pk, visitor), slug=slug, order=order, number=number)


def _members(
    request: HttpRequest, standing: Standing, *, slug: str, order: Order, number: int
) -> HttpResponse | None:
    if not standing.reads_as_strangers:
        return None
    page = strangers_page(standing.post_pk, standing.version, order=order, number=number)
    thread = _thread_for(standing, page, order=order, number=number)
    has_same_place = page.thread.page_count == 1 and bool(thread.nodes) == bool(page.thread.nodes)
    if page.extras.poll or not has_same_place:
        return None
    if slug == page.post.slug and not standing.has_read:
        remember_read(page.post, visitor=standing.member)
    own = _own(request, standing, page, thread=thread)
    return _answer(request, page, slug=slug, own=own, unread=standing.unread)


def _answer(
    request: HttpRequest, page: PostPage, *, slug: str, own: Own, unread: int | None = None
) -> HttpResponse:
    if slug != page.post.slug:
        return HttpResponsePermanentRedirect(page.post.get_absolute_url())
    return article_for_many(request, page, own=own, unread=unread)


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


def _own(request: HttpRequest, standing: Standing, page: PostPage, *, thread: Thread) -> Own:
    """What this member did here; a part is kept for all who did the same, but where its state is False: that is his alone."""
    extras, mine, kept_on = page.extras, standing.my_reaction, standing.kept_on
    parts: tuple[_State, ...] = (
        ("reactions", mine, lambda: {"reactions": extras.reactions.of_member(mine)}),
        (
            "keep",
            kept_on is None,
            lambda: {"keeping": replace(extras.keeping, list_pk=kept_on, may_keep=True)},
        ),
        ("choices", standing.follows, lambda: {"choices": standing.choices(page)}),
        (
            "thread_head",
            False if thread.new_count else standing.attention.level,
            lambda: {"thread": replace(thread, attention=standing.attention)},
        ),
        ("conversation", thread is page.thread, lambda: {"thread": thread}),
    )
    return {part_hole(name): _part(request, page, name, state, show) for name, state, show in parts}


def _part(request: HttpRequest, page: PostPage, name: str, state: object, show: _Show) -> Pieces:
    """A part in one of its states; nothing of it depends on how its reader's pages look."""
    key = (name, state)
    made: Pieces | None = page.parts.get(key) if state is not False else None
    if made is None:
        given = {"post": page.post, "trust_rules": page.trust_rules, **show()}
        made = printed_part(anybody_like(request), own_template(name), given)
        if state is not False:
            page.parts[key] = made
    return made
