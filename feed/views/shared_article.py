"""The article page of readers to whom it says what it says to everybody, but for what a member did there."""

from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.timezone import get_current_timezone_name

from accounts.models import User
from config import freshness
from feed.selectors.posts import PostPage, live_page, strangers_page
from feed.selectors.standing import Standing, standing_to
from feed.selectors.threads import Order, Thread, arranged
from feed.services.visiting import remember_read
from feed.templatetags.feed_frame import part_hole
from feed.views.article import article_for_many
from feed.views.own_parts import OWN, Acted
from feed.views.sheets import Own, Pieces

HOLES: Final = {name: part_hole(name) for name in OWN}


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
    own = _own(standing, page, thread=thread)
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


def _own(standing: Standing, page: PostPage, *, thread: Thread) -> Own:
    """What this member did here; a part is kept for all who did the same, but where its state is False: that is his alone."""
    is_alone = bool(thread.new_count)
    states: dict[str, object] = {
        "reactions": standing.my_reaction,
        "choices": standing.follows,
        "keep": standing.kept_on is None,
        "thread_head": False if is_alone else standing.attention.level,
        "conversation": thread is page.thread and get_current_timezone_name(),
    }
    found: dict[str, Pieces] = {}
    for name, state in states.items():
        known: Pieces | None = page.parts.get((name, state)) if state is not False else None
        if known is None:
            known = Pieces.of(OWN[name](page.post, _acted(standing, page, thread)))
            if state is not False:
                page.parts[(name, state)] = known
        found[HOLES[name]] = known
    return found


def _acted(standing: Standing, page: PostPage, thread: Thread) -> Acted:
    extras = page.extras
    return Acted(
        is_member=True,
        reactions=extras.reactions.of_member(standing.my_reaction),
        choices=standing.choices(page),
        keeping=replace(extras.keeping, list_pk=standing.kept_on, may_keep=True),
        thread=replace(thread, attention=standing.attention),
        rules=page.trust_rules,
    )
