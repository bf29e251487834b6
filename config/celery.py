"""The Celery application."""

import os

from celery import Celery

from config import runs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("broadsheet", task_cls="config.tasks:HintTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="sweepers")
runs.listen()
