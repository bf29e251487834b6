"""The Celery application."""

import os
from functools import partial
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class HintTask(DjangoTask):  # type: ignore[misc]
    """A task whose message is only a hint: losing it must not fail the request that has already committed."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Enqueue after the commit; a broker that is down is logged, and a sweeper does the work later."""
        transaction.on_commit(partial(self.delay, *args, **kwargs), robust=True)


app = Celery("broadsheet", task_cls=HintTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
