"""Letting a browser be pushed to."""

from typing import Final

from django.db import transaction

from accounts.models import PushSubscription, User

# More browsers than anybody has; a script that subscribes without end costs nothing.
MAX_SUBSCRIPTIONS: Final = 20


@transaction.atomic
def subscribe(
    member: User, *, endpoint: str, p256dh: str, auth: str, user_agent: str = ""
) -> PushSubscription:
    """Push to this browser from now on; one that another member used before is his no more."""
    User.objects.select_for_update().get(
        pk=member.pk
    )  # two at once must not both count to the limit
    found, _is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "member": member, "p256dh": p256dh, "auth": auth,
            "user_agent": user_agent[:300],
        },
    )  # fmt: skip
    others = PushSubscription.objects.filter(member=member).order_by("-pk")
    oldest = list(others.values_list("pk", flat=True)[MAX_SUBSCRIPTIONS:])
    PushSubscription.objects.filter(pk__in=oldest).delete()
    return found


def unsubscribe(member: User, *, endpoint: str) -> bool:
    """False if this browser was not the member's."""
    return bool(PushSubscription.objects.filter(member=member, endpoint=endpoint).delete()[0])
