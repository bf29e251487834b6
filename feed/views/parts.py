"""Parts of the article page that readers act on: with a script they are swapped, without one the page is."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from feed.models import Post
from feed.selectors.threads import Order


def wants_part(request: HttpRequest) -> bool:
    """Whether a script asks for the changed part alone."""
    return request.headers.get("HX-Request") == "true"


def part(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The changed part alone."""
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def back_to(post: Post, place: str) -> HttpResponse:
    """To a part of the page of a post."""
    response = redirect(f"{post.get_absolute_url()}#{place}")
    patch_vary_headers(response, ["HX-Request"])
    return response


def leave_for(request: HttpRequest, path: str) -> HttpResponse:
    """To another page: a redirect, or for a script, which would not be told of the `#` in it, a header that names it."""
    if not wants_part(request):
        return redirect(path)
    response = HttpResponse()
    response["HX-Redirect"] = path
    patch_vary_headers(response, ["HX-Request"])
    return response


def sign_in_first(post: Post, place: str) -> HttpResponse:
    """To the sign-in page, and from there to the part, because what was posted is not posted again."""
    return redirect_to_login(f"{post.get_absolute_url()}#{place}")


def thread_place(request: HttpRequest) -> tuple[Order, int]:
    """Order and number of the page of a conversation that an address asks for; anything else means the first, best first."""
    order, number = request.GET.get("comments", ""), request.GET.get("page", "")
    is_number = number.isdecimal() and len(number) < 6
    return Order(order) if order in set(Order) else Order.BEST, int(number) if is_number else 1
