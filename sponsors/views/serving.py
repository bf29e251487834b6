"""What a page asks for once it is there, and what its readers follow."""

from random import SystemRandom
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from config.redis import events
from counting.classify import circumstances_of
from counting.visitors import visitor_of
from sponsors.audience import reader_of
from sponsors.errors import BadFillError, NoSuchClickError
from sponsors.page import FilledSlot
from sponsors.selectors.inventory import policy
from sponsors.services.clicks import follow_click, landing_url
from sponsors.services.filling import fill_slots

# The line by which the standard says so.
NOBODY_SELLS: Final = "placeholder.example.com, placeholder, DIRECT, placeholder"

_dice = SystemRandom()


@never_cache
@require_safe
def fill(request: HttpRequest) -> HttpResponse:
    """`?slots=article-top,article-inline&context=…` → `{"slots": [html or null, …]}`, in their order.

    null: what stands there stays. `hide` and `beside` name sponsors by key: not wanted, and on the page already.
    """
    try:
        reader = reader_of(request, now=timezone.now())
    except BadFillError as error:
        return JsonResponse({"error": str(error)}, status=400)
    codes = request.GET.get("slots", "").split(",")
    try:
        found = fill_slots(codes, reader=reader, redis=events(), rng=_dice) if reader else []
    except RedisError:
        found = []
    found += [None] * (len(codes) - len(found))
    response = JsonResponse({"slots": [_html(one) for one in found]})
    response["X-Robots-Tag"] = "noindex"
    return response


def _html(filled: FilledSlot | None) -> str | None:
    return render_to_string("sponsors/_slot.html", {"filled": filled}) if filled else None


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
        return landing_url(token, redis=events())
    return follow_click(
        token,
        visitor=visitor_of(request),
        circumstances=circumstances_of(request, now=timezone.now()),
        redis=events(),
    )


@never_cache
@require_safe
def ads_txt(_request: HttpRequest) -> HttpResponse:
    """Who may sell the site's slots (IAB ads.txt 1.1); without a line, that nobody may."""
    lines = policy().ads_txt.strip() or NOBODY_SELLS
    return HttpResponse(f"{lines}\n", content_type="text/plain; charset=utf-8")
