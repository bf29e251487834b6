"""A member decides what the site may learn of him."""

from django.utils import timezone

from accounts.models import User
from feed.models import MemberInterests
from feed.services.for_you import forget_ranking


def forget_interests(member: User) -> None:
    """Begin anew: what the member did until now no longer tells For you anything."""
    MemberInterests.objects.update_or_create(
        member=member, defaults={"forgotten_at": timezone.now()}
    )
    forget_ranking(member)


def let_learn(member: User, *, is_on: bool) -> None:
    """Let For you follow what the member reads and keeps, or no longer."""
    MemberInterests.objects.update_or_create(member=member, defaults={"is_on": is_on})
    forget_ranking(member)
