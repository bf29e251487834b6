"""Approving of posts."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_of
from feed import access
from feed.errors import NotPossibleError
from feed.models import Post, ReactionKind
from feed.selectors.reactions import reaction_bar
from feed.services import reacting
from feed.views.parts import back_to, part, sign_in_first, wants_part


@require_POST
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Give or change one's reaction; an empty `kind` takes it back, so that a form sent twice does no harm."""
    post = access.post_for(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(post, "reactions")
    _do(request, post)
    if not wants_part(request):
        return back_to(post, "reactions")
    context = {"post": post, "reactions": reaction_bar(post, visitor=request.user)}
    return part(request, "feed/_reactions.html", context)


def _do(request: HttpRequest, post: Post) -> None:
    kind = request.POST.get("kind", "unknown")
    if not kind:
        reacting.retract(post=post, member=member_of(request))
    elif kind in ReactionKind:
        reacting.react(post=post, member=member_of(request), kind=ReactionKind(kind))
    else:
        raise NotPossibleError(_("There is no such reaction."))
