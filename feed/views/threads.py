"""What members do with a conversation: judge its comments, follow it, note how far they have read, name each other."""

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_of
from feed import access
from feed.errors import NotPossibleError
from feed.models import Comment, FollowLevel
from feed.selectors.attention import attention
from feed.selectors.mentions import suggestions
from feed.selectors.threads import Order, judged
from feed.services import attending, voting
from feed.views.parts import back_to, part, sign_in_first, wants_part

# What a button of a comment asks for.
ANSWERS: Final[Mapping[str, bool | None]] = {"helpful": True, "unhelpful": False, "none": None}


@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    """Judge the comment that the pressed button names; "none" takes the vote back, so that a form sent twice does no harm."""
    answer = next((name for name in ANSWERS if name in request.POST), "")
    pk = request.POST.get(answer, "")
    if not pk.isdecimal():
        raise NotPossibleError(_("There is no such vote."))
    found = access.comment_for(request.user, int(pk))
    if not request.user.is_authenticated:
        return redirect_to_login(found.get_absolute_url())
    _judge(request, found, is_helpful=ANSWERS[answer])
    if not wants_part(request):
        return redirect(_place(request, found))
    context = {"post": found.post, "node": judged(found, visitor=request.user)}
    return part(request, "feed/_voted.html", context)


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what one is told of a conversation."""
    post = access.post_for(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(post, "comments")
    level = request.POST.get("level", "")
    if level not in FollowLevel:
        raise NotPossibleError(_("There is no such choice."))
    attending.follow_thread(post=post, member=member_of(request), level=FollowLevel(level))
    if not wants_part(request):
        return back_to(post, "comments")
    context = {"post": post, "attention": attention(post, visitor=request.user)}
    return part(request, "feed/_thread_follow.html", context)


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how far one has read: sent by a script when the comments were on the screen, or by a button."""
    post = access.post_for(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(post, "comments")
    newest = request.POST.get("newest", "")
    if not (newest.isdecimal() and int(newest) <= access.MAX_PK):
        raise NotPossibleError(_("There is no such comment."))
    attending.mark_read(post=post, member=member_of(request), seen_pk=int(newest))
    return HttpResponse(status=204) if wants_part(request) else back_to(post, "comments")


@never_cache
@login_required
@require_safe
def mentionable(request: HttpRequest, pk: int) -> JsonResponse:
    """Members whose name begins with `?q=`, for a script that completes it."""
    post = access.post_for(request.user, pk)
    start = request.GET.get("q", "")[:30]
    found = suggestions(start, post=post, asker=member_of(request)) if start else []
    return JsonResponse(
        {"members": [{"username": each.username, "name": each.name} for each in found]}
    )


def _judge(request: HttpRequest, found: Comment, *, is_helpful: bool | None) -> None:
    if is_helpful is None:
        voting.take_back(found, member=member_of(request))
    else:
        voting.vote(found, member=member_of(request), is_helpful=is_helpful)


def _place(request: HttpRequest, found: Comment) -> str:
    """Where the button was: in the conversation, in its order and page, or at the comment's own address."""
    order, number = request.POST.get("order", ""), request.POST.get("page", "")
    if order not in set(Order) or not number.isdecimal():
        return found.get_absolute_url()
    query = f"?comments={order}&page={number}"
    return f"{found.post.get_absolute_url()}{query}#comment-{found.pk}"
