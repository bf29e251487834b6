"""What readers say about recommendations."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.access import member_of
from feed import access
from feed.services import recommending
from feed.views.parts import back_to, sign_in_first


@require_POST
def not_relevant(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Say that a post does not belong under another; sent twice, it is said once."""
    under, post = access.post_for(request.user, pk), access.post_for(request.user, other_pk)
    if not request.user.is_authenticated:
        return sign_in_first(under, "read-more")
    recommending.call_not_relevant(member=member_of(request), under=under, post=post)
    return back_to(under, "read-more")
