"""The pages of a member: posts, comments, and what one appreciated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from config.freshness import kept, shows
from feed import access, shown
from feed.selectors import feeds, head
from feed.selectors.choices import choice_about
from feed.selectors.members import (
    MemberStats,
    MemberTab,
    comments_page,
    member_stats,
    member_tabs,
    reactions_page,
)
from feed.selectors.readers import reader_of
from feed.views.lists import AFTER, cursor_of


@kept(query=(AFTER,))
@require_safe
def posts(request: HttpRequest, username: str) -> HttpResponse:
    member = access.member_named(username)
    cursor = cursor_of(request)
    page = feeds.member_page(member, reader=reader_of(request.user), cursor=cursor)
    stats = member_stats(member)
    shows(request, shown.POSTS, shown.member(member.pk), shown.rows(page.rows))
    context = _frame(request, member, tab=MemberTab.POSTS, stats=stats) | {
        "page": page,
        "head": head.member_head(page, member=member, stats=stats, cursor=cursor),
    }
    return render(request, "feed/member_detail.html", context)


@kept(query=(AFTER,))
@require_safe
def comments(request: HttpRequest, username: str) -> HttpResponse:
    """Not for search engines: each comment stands under its post."""
    member = access.member_named(username)
    page = comments_page(member, visitor=request.user, cursor=cursor_of(request))
    names = (shown.member(member.pk), shown.comments_by(member.pk))
    shows(request, shown.POSTS, names, shown.rows(each.post for each in page.rows))
    frame = _frame(request, member, tab=MemberTab.COMMENTS, stats=member_stats(member))
    return render(request, "feed/member_comments.html", frame | {"page": page})


@never_cache
@require_safe
def reactions(request: HttpRequest, username: str) -> HttpResponse:
    """For the member, and for everybody where the member chose so; made anew each time, so that the choice holds at once."""
    member = access.member_showing_reactions(request.user, username)
    page = reactions_page(member, visitor=request.user, cursor=cursor_of(request))
    frame = _frame(request, member, tab=MemberTab.REACTIONS, stats=member_stats(member))
    return render(request, "feed/member_reactions.html", frame | {"page": page})


def _frame(
    request: HttpRequest, member: User, *, tab: MemberTab, stats: MemberStats
) -> dict[str, object]:
    """What stands above each of a member's pages."""
    return {
        "member": member,
        "stats": stats,
        "choice": choice_about(member, visitor=request.user),
        "tabs": member_tabs(member, tab, visitor=request.user),
        "head": head.member_part_head(member),
    }
