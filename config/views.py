"""Pages of the wiring: health and the API's documentation."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """This process answers; it says nothing of the servers behind it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's operations for people, made from the same schema."""
    return render(request, "api_docs.html")


def api_not_found(_request: HttpRequest, rest: str = "") -> JsonResponse:  # noqa: ARG001
    """An unknown address of the API, as a problem."""
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
    }
    return JsonResponse(problem, status=404, content_type="application/problem+json")
