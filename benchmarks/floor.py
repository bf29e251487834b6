"""The floor F: a bare Django view that answers a few bytes; under gunicorn gthread, one worker with four threads.

Beside it a bare view of Django REST framework, with which the API is compared, and the same view as F with the bytes of a
page, which the file that BENCHMARK_PAGE names holds, if there is one.
"""

import os
from collections.abc import Callable
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
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
)


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE, headers={"Content-Encoding": "br"})


def _of_rest_framework() -> Callable[..., HttpResponse]:
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class Hello(APIView):
        def get(self, _request: object) -> Response:
            return Response({"hello": "world"})

    return Hello.as_view()


urlpatterns = [
    path("", hello),
    path("page", page),
    path("drf", _of_rest_framework()),
    path("healthz", hello),
]
application = get_wsgi_application()
