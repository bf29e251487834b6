"""Celery's side of our tasks (config.tasks). A leaf: imports nothing of ours but config.breaker."""

import logging
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

from config.breaker import Breaker

logger = logging.getLogger(__name__)


class HintTask(Task):  # type: ignore[type-arg]
    """A task whose message is only a hint: losing it must not fail the request that has already committed."""

    breaker = Breaker()  # one broker for all tasks

    def hint(self, *args: Any, **kwargs: Any) -> None:
        """One request enqueues many tasks, and waits for a silent broker once."""
        if not self.breaker.may_ask():
            logger.warning("%s was not sent: the broker did not answer a moment ago.", self.name)
            return
        try:
            self.delay(*args, **kwargs)
        except OperationalError as error:
            self.breaker.failed()
            logger.warning("%s was not sent: %r", self.name, error)
        else:
            self.breaker.worked()
