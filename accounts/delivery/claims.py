"""Takes what is due for one member, so that two workers never send it both and no failure loses it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Q

from accounts.models import Notification, User

DueField = Literal["mail_due_at", "push_due_at"]
# Who claims, promises to be done by then; if he is not, it is due again. So a failure is its own retry.
LEASE: Final = timedelta(minutes=5)
# Old news is no news: what could not be sent for so long is left to the page.
STALE_AFTER: Final = timedelta(days=7)
MAX_RECIPIENTS: Final = 200
MAX_AT_ONCE: Final = 50


@dataclass(frozen=True)
class Claim:
    """Notifications of one member, newest first, that we may send until `until`."""

    field: DueField
    rows: list[Notification]
    until: datetime

    def settle(self) -> None:
        """They are sent, or never will be. What became news meanwhile stays due."""
        mine = Q(pk__in=[row.pk for row in self.rows]) & Q(**{self.field: self.until})
        Notification.objects.filter(mine).update(**{self.field: None})


def due_recipients(field: DueField, *, now: datetime) -> list[User]:
    """Members for whom something is due, longest waiting first."""
    due = Notification.objects.told().filter(**{f"{field}__lte": now})
    keys = due.order_by(field).values_list("recipient_id", flat=True)
    pks = list(dict.fromkeys(keys[: MAX_RECIPIENTS * MAX_AT_ONCE]))[:MAX_RECIPIENTS]
    members = User.objects.in_bulk(pks)
    return [members[pk] for pk in pks if pk in members]


def claim(member: User, *, field: DueField, now: datetime) -> Claim:
    """Take up to MAX_AT_ONCE of what is due: the update is the check. What was read or is stale is dropped."""
    due = Notification.objects.told().filter(**{"recipient": member, f"{field}__lte": now})
    due.filter(Q(read_at__isnull=False) | Q(changed_at__lt=now - STALE_AFTER)).update(
        **{field: None}
    )
    until = now + LEASE
    wanted = due.order_by("-changed_at", "-pk").values_list("pk", flat=True)
    pks = list(wanted[:MAX_AT_ONCE])
    due.filter(pk__in=pks).update(**{field: until})
    mine = Notification.objects.filter(**{"pk__in": pks, field: until})
    rows = list(mine.select_related("latest_actor").order_by("-changed_at", "-pk"))
    return Claim(field=field, rows=rows, until=until)
