"""The floor F: a bare Django view that answers a few bytes; under gunicorn gthread, one worker with four threads.

Beside it the same view with the bytes of a page, which the file that BENCHMARK_PAGE names holds, if there is one.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = Path(os.environ["BENCHMARK_PAGE"]).read_bytes() if "BENCHMARK_PAGE" in os.environ else b""

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF="benchmarks.floor",
    SECRET_KEY="the floor signs nothing",  # noqa: S106
)


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE, headers={"Content-Encoding": "br"})


urlpatterns = [path("", hello), path("page", page), path("healthz", hello)]
application = get_wsgi_application()
