"""So many deeds a day, counted so that two at once cannot both be the last."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case, F, Q, Value, When

from accounts.models import Deed, Spending, User

DAY: Final = timedelta(hours=24)


def spend(member: User, *, deed: Deed, limit: int, now: datetime) -> datetime | None:
    """Count one deed of the `limit` in 24 hours, which begin with the first one.

    The update is the check, and the row stays locked until the caller's transaction ends: a deed that comes to nothing
    is not counted. Rows that the deed itself changes are locked first.

    Returns:
        None if it counts; otherwise when the next one will.
    """
    if limit < 1:
        return now + DAY
    if _count(member, deed=deed, limit=limit, now=now):
        return None
    row, is_new = Spending.objects.get_or_create(
        member=member, deed=deed, defaults={"since": now, "count": 1}
    )
    if is_new or _count(member, deed=deed, limit=limit, now=now):
        return None
    return row.since + DAY


def _count(member: User, *, deed: Deed, limit: int, now: datetime) -> bool:
    is_over = Q(since__lte=now - DAY)
    rows = Spending.objects.filter(is_over | Q(count__lt=limit), member=member, deed=deed)
    return bool(
        rows.update(
            since=Case(When(is_over, then=Value(now)), default=F("since")),
            count=Case(When(is_over, then=Value(1)), default=F("count") + 1),
        )
    )
