"""The one door through which members are told something, and through which it is taken back.

Accounts know nothing of posts or comments: whoever has news says what it is about by a stable key (`subject`), what to
call it (`title`) and where to look (`url`). Rows are written in the caller's transaction; mail and push follow from the
rows (accounts.delivery), so that nothing is lost while a server is down.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from accounts import tasks
from accounts.models import (
    ALWAYS_ON,
    DEFAULT_CHANNELS,
    Block,
    Channel,
    MailPace,
    Notification,
    NotificationActor,
    NotificationChoice,
    NotificationKind,
    User,
)
from accounts.models.notification import NotificationQuerySet
from accounts.zones import next_digest_at

# As many recipients in one statement.
BATCH: Final = 500
# Applause comes in waves: what is sent of it waits for the rest of the wave.
GATHERING_TIME: Final = timedelta(minutes=15)
GATHERED: Final = frozenset(
    {NotificationKind.REACTION, NotificationKind.FOLLOW, NotificationKind.THREAD}
)
TITLE_LENGTH: Final = 200

Wanted = dict[int, frozenset[Channel]]


@dataclass(frozen=True)
class News:
    """What happened. The arguments of `notify`."""

    kind: NotificationKind
    actor: User | None
    subject: str
    title: str
    url: str


@transaction.atomic
def notify(  # noqa: PLR0913  (the whole of the news in one line at each of its callers)
    *,
    recipient_pks: Collection[int],
    kind: NotificationKind,
    actor: User | None,
    subject: str,
    title: str,
    url: str,
) -> int:
    """Tell members, each at most once for the same kind, subject and actor.

    Leaves out the actor himself, members who blocked him, accounts that are closed, and who switched this kind off.
    Several actors on one subject make one notification ("Anna and 3 others"), which is unread again with each new
    one. Only writes rows, in the caller's transaction, and hints at the delivery after the commit. Recipients are
    locked in the order of their keys, so that two calls at once wait instead of deadlocking.

    Args:
        recipient_pks: of members, in any order; doubles are no harm.
        kind: what the recipient may switch on and off.
        actor: who did it; None for the site itself and its moderators.
        subject: stable key of what it is about, at most 80 characters. For kinds that are gathered, the thing acted
            upon: "post:12" for reactions to post 12; "" for follows. For others the new thing itself: "comment:77"
            for a reply that is comment 77. `withhold` and `forget` take the same key when the thing is hidden or deleted.
        title: what to call it, plain text as the recipient may see it; cut to 200 characters.
        url: local path, beginning with one "/", that shows it.

    Returns:
        How many members have something new.

    Raises:
        ValueError: `url` is not a local path, which only a bug can cause.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"not a local path: {url}")
    news = News(kind, actor, subject, title[:TITLE_LENGTH], url)
    wanted = sorted(set(recipient_pks) - {actor.pk if actor else 0})
    told = sum(_tell(batch, news=news) for batch in _batches(wanted))
    if told:
        tasks.send_mail.delay_on_commit()
        tasks.send_push.delay_on_commit()
    return told


@transaction.atomic
def withdraw(*, kind: NotificationKind, actor: User, subject: str) -> None:
    """Take back what `actor` did (a reaction, a follow); a notification without any actor left is deleted."""
    acts = NotificationActor.objects.filter(
        actor=actor, notification__kind=kind, notification__subject=subject
    )
    _remove(acts.values_list("pk", "notification_id"))


@transaction.atomic
def withdraw_all_of(actor: User, *, recipient: User | None = None) -> None:
    """Take back all that `actor` did, towards one recipient or everybody."""
    acts = NotificationActor.objects.filter(actor=actor)
    if recipient:
        acts = acts.filter(notification__recipient=recipient)
    _remove(acts.values_list("pk", "notification_id"))


def open_all(member: User, *, now: datetime | None = None) -> int:
    """The member has seen everything on the page; what was still to be sent is not. Returns how many were unread."""
    return _open(Notification.objects.visible_to(member), now=now)


def open_one(notification: Notification, *, now: datetime | None = None) -> bool:
    """The member has seen this one; False if he had before."""
    return bool(_open(Notification.objects.filter(pk=notification.pk), now=now))


def _open(rows: NotificationQuerySet, *, now: datetime | None) -> int:
    return rows.unread().update(read_at=now or timezone.now(), mail_due_at=None, push_due_at=None)


def forget(*subjects: str) -> int:
    """Delete every notification about these things, sent or not: they are unpublished or gone."""
    return erase(Notification.objects.filter(subject__in=subjects))


def withhold(*subjects: str) -> int:
    """Show and send nothing about these things while moderators hide them; returns how many notifications that are."""
    return _set_withheld(Notification.objects.filter(subject__in=subjects), is_withheld=True)


def give_back(*subjects: str) -> int:
    """Show what was withheld again, as it was: what was read is read, what was still to be sent is due."""
    rows = Notification.objects.filter(subject__in=subjects)
    told = _set_withheld(rows, is_withheld=False)
    if told:
        tasks.send_mail.delay_on_commit()
        tasks.send_push.delay_on_commit()
    return told


@transaction.atomic
def _set_withheld(rows: NotificationQuerySet, *, is_withheld: bool) -> int:
    pks = [row.pk for row in rows.filter(is_withheld=not is_withheld).locked().only("pk")]
    return Notification.objects.filter(pk__in=pks).update(is_withheld=is_withheld)


@transaction.atomic
def erase(rows: NotificationQuerySet) -> int:
    """Delete notifications with their actors; who adds an actor at this moment comes before or finds them gone."""
    pks = [row.pk for row in rows.locked().only("pk")]
    return Notification.objects.filter(pk__in=pks).delete()[1].get(Notification._meta.label, 0)


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _tell(pks: Sequence[int], *, news: News) -> int:
    now = timezone.now()
    members = _listening(pks, actor=news.actor)
    wanted = _wanted(members, kind=news.kind)
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=pk, kind=news.kind, subject=news.subject, title=news.title,
                url=news.url, changed_at=now, in_page=Channel.PAGE in wanted[pk],
            )
            for pk in sorted(wanted)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    # Locked in the order of their recipients: who else tells the same members waits here.
    rows = Notification.objects.filter(
        recipient_id__in=wanted, kind=news.kind, subject=news.subject
    ).locked()
    fresh = _with_new_actor(list(rows), actor=news.actor, now=now)
    for row in fresh:
        _renew(row, news=news, now=now)
        _schedule(row, wanted[row.recipient_id], member=members[row.recipient_id], now=now)
    Notification.objects.bulk_update(
        fresh,
        ["title", "url", "actor_count", "latest_actor", "changed_at", "read_at", "mail_due_at", "push_due_at"],
    )  # fmt: skip
    return len(fresh)


def _listening(pks: Sequence[int], *, actor: User | None) -> dict[int, User]:
    """Members by key, without those who blocked the actor or are closed."""
    members = User.objects.filter(pk__in=pks, is_active=True)
    if actor:
        members = members.exclude(pk__in=Block.objects.of(actor).values("blocker"))
    return {member.pk: member for member in members.only("mail_pace", "time_zone")}


def _wanted(pks: Collection[int], *, kind: NotificationKind) -> Wanted:
    """The channels on which each wants to hear of this kind; who wants none is left out."""
    defaults = DEFAULT_CHANNELS[kind]
    wanted = {pk: set(defaults) for pk in pks}
    for choice in NotificationChoice.objects.filter(member__in=pks, kind=kind):
        channel = Channel(choice.channel)
        if choice.is_on:
            wanted[choice.member_id].add(channel)
        elif (kind, channel) not in ALWAYS_ON:
            wanted[choice.member_id].discard(channel)
    return {pk: frozenset(channels) for pk, channels in wanted.items() if channels}


def _with_new_actor(
    rows: list[Notification], *, actor: User | None, now: datetime
) -> list[Notification]:
    """The rows that are news: made just now, or done by one who had not done it before. Call it under their lock."""
    if actor is None:
        return [row for row in rows if row.changed_at == now]
    known = set(
        NotificationActor.objects.filter(
            notification__in=rows, actor=actor
        ).values_list("notification_id", flat=True)
    )  # fmt: skip
    fresh = [row for row in rows if row.pk not in known]
    NotificationActor.objects.bulk_create(
        [NotificationActor(notification=row, actor=actor) for row in fresh]
    )
    return fresh


def _renew(row: Notification, *, news: News, now: datetime) -> None:
    row.title = news.title
    row.url = news.url
    row.changed_at = now
    row.read_at = None
    if news.actor:
        row.latest_actor = news.actor
        row.actor_count += 1


def _schedule(
    row: Notification, channels: frozenset[Channel], *, member: User, now: datetime
) -> None:
    """Note what is to be sent, and when: the earlier of what already waits and of what this news asks for."""
    earliest = now + GATHERING_TIME if row.kind in GATHERED else now
    if Channel.PUSH in channels:
        row.push_due_at = min(row.push_due_at or earliest, earliest)
    due_at = next_mail_at(member, now=earliest) if Channel.MAIL in channels else None
    if due_at:
        row.mail_due_at = min(row.mail_due_at or due_at, due_at)


def next_mail_at(member: User, *, now: datetime) -> datetime | None:
    """When the member's next message may go out, from `now` on; None for never."""
    if member.mail_pace == MailPace.NEVER:
        return None
    return now if member.mail_pace == MailPace.AT_ONCE else next_digest_at(member, now=now)


def _remove(acts: "Collection[tuple[int, int]]") -> None:
    pairs = list(acts)
    if not pairs:
        return
    touched = Notification.objects.filter(pk__in={notification for _pk, notification in pairs})
    list(touched.locked().values_list("pk"))  # who adds an actor at this moment waits
    NotificationActor.objects.filter(pk__in=[pk for pk, _notification in pairs]).delete()
    touched.exclude(acts__isnull=False).delete()
    left = NotificationActor.objects.filter(notification=OuterRef("pk")).order_by()
    touched.update(
        actor_count=Subquery(left.values("notification").annotate(n=Count("pk")).values("n")),
        latest_actor=Subquery(left.order_by("-pk").values("actor")[:1]),
    )
