"""What the tests of counting report, and what became of it."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from counting.models import EventClass, EventTotal
from counting.tokens import make_token
from counting.totals import Line, add_to_totals

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def apply_probe(counts: Mapping[int, int], on: date) -> None:
    """Each subject becomes a kind of its own in the totals, which saves the tests a model."""
    add_to_totals({Line(f"probe-{one}", on, EventClass.VALID): counts[one] for one in counts})


def probe_token(subject: int = 7, *, age: timedelta = timedelta(0), kind: str = "probe") -> str:
    return make_token(kind, subject=subject, now=timezone.now() - age)


def counted(subject: int) -> int:
    """How often the subject was applied."""
    return sum(EventTotal.objects.filter(kind=f"probe-{subject}").values_list("count", flat=True))


def classes(kind: str = "probe") -> dict[str, int]:
    """Events of one kind by class, as applied, on all days together."""
    days = EventTotal.objects.filter(kind=kind).order_by().values("event_class")
    return dict(days.annotate(sum=Sum("count")).values_list("event_class", "sum"))


def in_threads(*works: Callable[[], object]) -> None:
    """Do all of them at the same time; raises what the first of them raised."""
    start = Barrier(len(works))

    def work(one: Callable[[], object]) -> None:
        start.wait(timeout=10)
        try:
            one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for future in [pool.submit(work, one) for one in works]:
            future.result()
