"""The WSGI application of the site, behind the door for beacons and the pages that are kept for strangers."""

import os

from config.thrift import import_quietly, keep_memory_small

import_quietly()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIRequest  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.template import engines  # noqa: E402

from config.freshness import remember_with  # noqa: E402
from config.page_cache.application import PageCache  # noqa: E402
from config.patience import WEB_STATEMENT_SECONDS, limit_statements  # noqa: E402
from config.replicas.following import follow  # noqa: E402
from config.traffic import Traffic  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class FleetingRequest(WSGIRequest):
    """Goes when it is answered. What Django and others hang on a request points back to it; the collector would have to find all of it."""

    def close(self) -> None:
        super().close()
        self.__dict__.clear()


django = get_wsgi_application()
django.request_class = FleetingRequest
engines.all()  # the first page would wait for what all are made with
limit_statements(WEB_STATEMENT_SECONDS)

from counting.door import BeaconDoor  # noqa: E402  (its models want the apps to be there)

pages = PageCache(django)
remember_with(pages.changes)
if settings.REPLICAS:
    follow(pages.changes)
application = Traffic(BeaconDoor(pages))
keep_memory_small()
