"""The WSGI application of the site, behind the door for beacons and the pages that are kept for strangers."""

import os

from django.core.wsgi import get_wsgi_application

from config.freshness import remember_with
from config.page_cache.application import PageCache
from config.patience import WEB_STATEMENT_SECONDS, limit_statements
from config.thrift import import_quietly, keep_memory_small, with_room
from config.traffic import Traffic

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import_quietly()
django = get_wsgi_application()
limit_statements(WEB_STATEMENT_SECONDS)

from counting.door import BeaconDoor  # noqa: E402  (its models want the apps to be there)

pages = PageCache(with_room(django))
remember_with(pages.changes)
application = Traffic(BeaconDoor(pages))
keep_memory_small()
