"""The WSGI application of the site, behind the door for beacons and the pages that are kept for strangers."""

import os

from django.core.wsgi import get_wsgi_application

from config.freshness import remember_with
from config.page_cache.application import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()

from counting.door import BeaconDoor  # noqa: E402  (its models want the apps to be there)

pages = PageCache(django)
remember_with(pages.changes)
application = BeaconDoor(pages)
