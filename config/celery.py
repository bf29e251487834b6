"""The Celery application."""

import os
from typing import Any

from django.apps import apps

from config.thrift import leave_out_what_is_seldom

if not apps.loading:  # a worker or beat: whoever has Django already has imported what it wants
    leave_out_what_is_seldom()

from celery import Celery
from celery.signals import celeryd_init

from config import runs
from config.patience import WORKER_BROKER_SECONDS, WORKER_STATEMENT_SECONDS, limit_statements
from config.queues import hands_for
from config.tasks import offer_all
from config.unacked import survive_the_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("broadsheet", task_cls="config.hints:HintTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="sweepers")
runs.listen()
offer_all()


@celeryd_init.connect
def be_patient(conf: Any, **_: Any) -> None:
    """A worker waits longer than a web process, which shares its settings."""
    survive_the_broker()
    limit_statements(WORKER_STATEMENT_SECONDS)
    conf.broker_transport_options = conf.broker_transport_options | {
        "socket_timeout": WORKER_BROKER_SECONDS
    }


@celeryd_init.connect
def have_hands(conf: Any, options: dict[str, Any], **_: Any) -> None:
    """A worker for some queues does as many tasks at a time as these want, unless it was started with `--concurrency`."""
    if options.get("queues") and not options.get("concurrency"):
        conf.worker_concurrency = hands_for(options["queues"])
