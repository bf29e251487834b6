"""Readership of subjects: what authors, the admin and rankings are told of."""

from collections.abc import Collection
from datetime import date

from django.db.models import Sum

from counting.models import SubjectDay


def readers_since(kind: str, day: date, subjects: Collection[int]) -> dict[int, int]:
    """Distinct readers of each subject, day by day and summed up, from `day` on; subjects without any are left out.

    Who reads on two days counts twice: nobody can be recognised on another day.
    """
    days = SubjectDay.objects.filter(kind=kind, counted_on__gte=day, subject__in=subjects)
    rows = days.order_by().values("subject").annotate(readers=Sum("reader_count"))
    return dict(rows.values_list("subject", "readers"))


def counts_since(kind: str, day: date, subjects: Collection[int]) -> dict[int, int]:
    """Valid events of each subject from `day` on; subjects without any are left out."""
    days = SubjectDay.objects.filter(kind=kind, counted_on__gte=day, subject__in=subjects)
    rows = days.order_by().values("subject").annotate(events=Sum("count"))
    return dict(rows.values_list("subject", "events"))


def days_of(kind: str, subject: int, *, since: date) -> list[SubjectDay]:
    """The days on which a subject had events, oldest first."""
    days = SubjectDay.objects.filter(kind=kind, subject=subject, counted_on__gte=since)
    return list(days.order_by("counted_on"))
