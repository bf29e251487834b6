"""The kind of task that every app uses. A leaf: imports nothing of ours but config.breaker."""

import logging
from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError

from config.breaker import Breaker

logger = logging.getLogger(__name__)


class HintTask(DjangoTask):  # type: ignore[type-arg]
    """A task whose message is only a hint: losing it must not fail the request that has already committed."""

    breaker = Breaker()  # one broker for all tasks

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Enqueue after the commit; a broker that is down is logged, and a sweeper does the work later."""
        # Django logs the name of what fails, and a partial has none.
        transaction.on_commit(lambda: self._hint(*args, **kwargs), robust=True)

    def _hint(self, *args: Any, **kwargs: Any) -> None:
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
