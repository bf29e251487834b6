"""What members want to hear, and how often."""

from django.db import transaction

from accounts.models import (
    DEFAULT_CHANNELS,
    Channel,
    MailPace,
    NotificationChoice,
    NotificationKind,
    User,
)

Wish = tuple[NotificationKind, Channel]


def wishes_of(member: User) -> frozenset[Wish]:
    """Every kind and channel that is on for a member."""
    wishes = {
        (kind, channel) for kind, channels in DEFAULT_CHANNELS.items() for channel in channels
    }
    for choice in NotificationChoice.objects.filter(member=member):
        wish = (NotificationKind(choice.kind), Channel(choice.channel))
        wishes.add(wish) if choice.is_on else wishes.discard(wish)
    return frozenset(wishes)


@transaction.atomic
def change_wishes(member: User, *, wishes: frozenset[Wish], mail_pace: MailPace) -> None:
    """Replace all choices. What is as by default leaves no row, so that better defaults reach who never chose."""
    User.objects.select_for_update().get(
        pk=member.pk
    )  # two forms at once: the later one holds whole
    choices = [
        NotificationChoice(
            member=member, kind=kind, channel=channel, is_on=(kind, channel) in wishes
        )
        for kind in NotificationKind
        for channel in Channel
        if ((kind, channel) in wishes) != (channel in DEFAULT_CHANNELS[kind])
    ]
    NotificationChoice.objects.filter(member=member).delete()
    NotificationChoice.objects.bulk_create(choices)
    set_mail_pace(member, pace=mail_pace)


def set_mail_pace(member: User, *, pace: MailPace) -> None:
    """How often mail may come, from the next notification on; for NEVER also what waits is not sent."""
    User.objects.filter(pk=member.pk).update(mail_pace=pace)
    member.mail_pace = pace
