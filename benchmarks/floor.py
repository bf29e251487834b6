"""The floor F: a bare Django view that answers a few bytes; under gunicorn gthread, one worker with four threads."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF="benchmarks.floor",
    SECRET_KEY="the floor signs nothing",  # noqa: S106
)


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", hello), path("healthz", hello)]
application = get_wsgi_application()
