"""The WSGI application of the site, behind the pages that are kept for strangers."""

import os

from django.core.wsgi import get_wsgi_application

from config.freshness import remember_with
from config.page_cache.application import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = PageCache(get_wsgi_application())
remember_with(application.changes)
