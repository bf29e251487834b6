"""The kind of task that every app uses. A leaf: imports nothing of ours."""

from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction


class HintTask(DjangoTask):  # type: ignore[type-arg]
    """A task whose message is only a hint: losing it must not fail the request that has already committed."""

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Enqueue after the commit; a broker that is down is logged, and a sweeper does the work later."""
        # Django logs the name of what fails, and a partial has none.
        transaction.on_commit(lambda: self.delay(*args, **kwargs), robust=True)
