"""The WSGI application of the site."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import config.celery  # noqa: E402, F401  (tasks enqueued by a request go through our application)

application = get_wsgi_application()
