"""The bar that says how many posts came in since the page was made."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from feed.selectors.fresh import MAX_TOLD, posts_since

# As long as one answer may serve everybody who polls.
MAX_AGE_SECONDS = 10


@require_safe
def fresh(request: HttpRequest) -> HttpResponse:
    """The bar, or 204 where there is no news. `since`: the total that the page was made with. One number of Redis is read."""
    count = posts_since(request.GET.get("since", ""))
    etag = f'W/"{count}-{get_language()}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    elif count:
        context = {"count": min(count, MAX_TOLD), "is_more": count > MAX_TOLD}
        response = render(request, "feed/_fresh.html", context)
    else:
        response = HttpResponse(status=204)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response
