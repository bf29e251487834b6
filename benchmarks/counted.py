"""What the beacon acknowledged, and what of it stands in PostgreSQL."""

import json
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException

from benchmarks.errors import CannotMeasureError
from benchmarks.serving import BROWSER, Stack

DRAIN = "from counting.tasks import drain_all; drain_all()"
SUM = "from django.db.models import Sum; from feed.models import Post; print(Post.objects.aggregate(n=Sum('view_count'))['n'])"


def report_view(port: int, token: str, *, visitor: object) -> int:
    """Report one view on a connection of its own, as a visitor of that name; the status of the answer.

    Raises:
        OSError, HTTPException: nothing answers.
    """
    headers = {"User-Agent": f"{BROWSER} {visitor}", "Sec-Fetch-Site": "same-origin"}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/beacon/", json.dumps({"tokens": [token]}), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def stored_views(stack: Stack) -> int:
    """After all that waited has been written."""
    stack.run("manage.py", "shell", "-v", "0", "-c", DRAIN)
    return int(stack.run("manage.py", "shell", "-v", "0", "-c", SUM).split()[-1])


def share_counted(stack: Stack, port: int, tokens: Sequence[str], *, views: int) -> float:
    """Of so many views that are reported through a port, the share that is stored: 1.0 where none is lost or doubled.

    Raises:
        CannotMeasureError: a report was not acknowledged.
    """
    before = stored_views(stack)
    for number in range(views):
        try:
            status = report_view(port, tokens[number % len(tokens)], visitor=f"counted {number}")
        except (OSError, HTTPException) as error:
            raise CannotMeasureError(f"the beacon does not answer: {error!r}") from error
        if status != 204:
            raise CannotMeasureError(f"the beacon answers {status}")
    return (stored_views(stack) - before) / views
