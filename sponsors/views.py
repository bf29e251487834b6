"""What readers of sponsored content send."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.redis import events
from counting.classify import circumstances_of
from counting.visitors import visitor_of
from sponsors.errors import NoSuchClickError
from sponsors.services.clicks import follow_click, landing_url


@never_cache
@require_safe
def click(request: HttpRequest, token: str) -> HttpResponse:
    """Send the reader on to the sponsor's page; HEAD only asks where that is, and counts nothing."""
    try:
        address = _address(request, token)
    except NoSuchClickError as error:
        raise Http404 from error
    return HttpResponseRedirect(
        address, headers={"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow"}
    )


def _address(request: HttpRequest, token: str) -> str:
    if request.method == "HEAD":
        return landing_url(token)
    return follow_click(
        token,
        visitor=visitor_of(request),
        circumstances=circumstances_of(request, now=timezone.now()),
        redis=events(),
    )
