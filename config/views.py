"""Pages of the wiring: health and the API's documentation."""

import posixpath
from dataclasses import asdict, dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language
from django.views.static import serve

from accounts.api.problems import PROBLEM_TYPE, problem
from config.bucket import StoreAwayError
from config.outage import RETRY_AFTER_SECONDS
from config.readiness import examine_all

# The formats in which pictures are kept; the standard library does not know all of them.
MEDIA_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation of the API for people. `parameters`: dicts with name, in, schema, description."""

    method: str
    path: str
    description: str
    parameters: tuple[dict[str, Any], ...]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 400 page; it repeats only messages that are meant for people."""
    message = str(exception) if isinstance(exception, BadRequest) else ""
    if request.path.startswith("/api/"):
        return problem_page(400, code="bad_request", detail=message)
    return render(request, "400.html", {"message": message}, status=400)


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """This process answers; it says nothing of the servers behind it."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """What the site leans on, part by part; 503 if one of them is not as it should be."""
    checks = examine_all(now=timezone.now())
    is_ready = all(check.is_ok or not check.is_vital for check in checks)
    told = [asdict(check) for check in checks]
    return JsonResponse({"is_ready": is_ready, "checks": told}, status=200 if is_ready else 503)


@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of this browser.

    Without a CSRF token: choosing a language harms nobody, and a page without tokens is the same for every
    anonymous reader, so that a proxy may keep it.
    """
    return set_language(request)


@never_cache
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon that no page names."""
    return redirect(static("favicon.ico"), permanent=True)


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's operations for people, made from the same schema as programs read."""
    return render(request, "api_docs.html", {"resources": _resources()})


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded file: in development, and where files lie in an object store; else a web server answers so (never as a page, kept for good).

    The files are pictures of our own making, and each name is used once. What is none of those is only downloaded.
    """
    response = _from_store(path) if settings.OBJECT_STORE else serve(request, path, document_root=str(settings.MEDIA_ROOT))  # fmt: skip
    if response.status_code == HTTPStatus.OK:
        response["Content-Type"] = MEDIA_TYPES.get(Path(path).suffix, "application/octet-stream")
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _from_store(path: str) -> HttpResponseBase:
    """503 where the store is away, which no proxy keeps. The address must be the name itself, so that one picture is kept once.

    Whoever guesses at names costs the store a question, and no page.
    """
    try:
        if posixpath.normpath(path) == path:
            return FileResponse(default_storage.open(path))
    except FileNotFoundError:
        pass
    except StoreAwayError:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"})  # fmt: skip
    return HttpResponse(status=404, headers={"Cache-Control": "no-cache"})


@csrf_exempt
@never_cache
def api_not_found(request: HttpRequest, rest: str = "") -> JsonResponse:
    """An unknown address of the API, as a problem; by every method, with no word of forms."""
    whole = f"{request.path_info}/"
    told = "There is nothing at this address. All operations: /api/v1/docs/."
    if not whole.endswith("//") and resolve(whole).func is not api_not_found:
        told = f"Addresses end with a slash; this one is {whole}."
    return problem_page(404, code="not_found", detail=told)


def problem_page(status: int, *, code: str, detail: str) -> JsonResponse:
    """What programs get where no endpoint has been reached."""
    body = problem(status, code=code, detail=detail)
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)


@cache
def _resources() -> dict[str, list[Operation]]:
    """Operations by the thing that they are about: the first word of their path after the version."""
    from accounts.api.description import Generator

    schema = Generator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        resource = path.removeprefix("/api/v1/").split("/")[0]
        found.setdefault(resource, []).extend(
            Operation(
                method.upper(),
                path,
                operation.get("description", ""),
                tuple(operation.get("parameters", ())),
            )
            for method, operation in methods.items()
            if method in METHODS
        )
    return found
