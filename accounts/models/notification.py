"""What a member is told, and by which way he wants to hear it."""

from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.user import User


class Channel(models.TextChoices):
    """The ways to reach a member."""

    PAGE = "page", _("On the site")
    MAIL = "mail", _("By e-mail")
    PUSH = "push", _("On my devices")


class NotificationKind(models.TextChoices):
    """What may be worth a member's attention; the label stands on the settings page."""

    REPLY = "reply", _("Someone answers you")
    MENTION = "mention", _("Someone mentions you")
    THREAD = "thread", _("New comments in a conversation you follow")
    FOLLOW = "follow", _("Someone follows you")
    REACTION = "reaction", _("Someone appreciates what you wrote")
    POST = "post", _("New posts by members you follow")
    FILED = "filed", _("New posts in categories and with tags you follow")
    MODERATION = "moderation", _("Moderators decide about you or your work")
    SPONSOR = "sponsor", _("News of the sponsors you act for")
    PROGRAM = "program", _("A program of yours has trouble")


# What a member who never chose is told, and how. Addressed to you: every way. Applause and news: on the site.
DEFAULT_CHANNELS: Final[dict[NotificationKind, frozenset[Channel]]] = {
    NotificationKind.REPLY: frozenset(Channel),
    NotificationKind.MENTION: frozenset(Channel),
    NotificationKind.THREAD: frozenset({Channel.PAGE}),
    NotificationKind.FOLLOW: frozenset({Channel.PAGE}),
    NotificationKind.REACTION: frozenset({Channel.PAGE}),
    NotificationKind.POST: frozenset({Channel.PAGE}),
    # A lively category would fill the page; its posts stand under Following in any case.
    NotificationKind.FILED: frozenset(),
    NotificationKind.MODERATION: frozenset({Channel.PAGE, Channel.MAIL}),
    NotificationKind.SPONSOR: frozenset({Channel.PAGE, Channel.MAIL}),
    NotificationKind.PROGRAM: frozenset({Channel.PAGE, Channel.MAIL}),
}
# A decision that limits a member is always stated to him (Digital Services Act, article 17).
ALWAYS_ON: Final = frozenset({(NotificationKind.MODERATION, Channel.PAGE)})


class NotificationChoice(models.Model):
    """A member's choice for one kind on one channel; without a row, DEFAULT_CHANNELS holds."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NotificationKind)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel)
    is_on = models.BooleanField(_("on"))

    class Meta:
        verbose_name = _("notification choice")
        verbose_name_plural = _("notification choices")
        constraints = (
            models.UniqueConstraint("member", "kind", "channel", name="accounts_choice_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}: {self.is_on}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """The vocabulary for notifications."""

    def told(self) -> Self:
        """Without what is about things that moderators hide."""
        return self.filter(is_withheld=False)

    def visible_to(self, member: "User") -> Self:
        return self.told().filter(recipient=member, in_page=True)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def locked(self) -> Self:
        """In the one order in which notifications are locked, so that nobody waits in a circle."""
        return self.order_by("kind", "subject", "recipient_id").select_for_update()


class Notification(models.Model):
    """Something that happened to a subject, for one recipient; who did it, several perhaps, are its actors.

    Changed only by accounts.services.notifications; `mail_due_at` and `push_due_at` say what is still to be sent, and
    are cleared by accounts.delivery. `is_withheld`: moderators hide what it is about; it comes back with that as it was, and
    until then nobody sees it or is sent it.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NotificationKind)
    subject = models.CharField(_("subject"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(_("address"), max_length=300)
    actors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="NotificationActor", related_name="+"
    )
    actor_count = models.PositiveIntegerField(default=0)
    latest_actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    in_page = models.BooleanField(default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last actor came"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail_due_at = models.DateTimeField(_("mail due"), null=True, blank=True)
    push_due_at = models.DateTimeField(_("push due"), null=True, blank=True)
    is_withheld = models.BooleanField(default=False, db_default=False, editable=False)

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = (
            models.UniqueConstraint(
                "recipient", "kind", "subject", name="accounts_notification_once"
            ),
        )
        indexes = (
            models.Index(
                F("recipient"), F("changed_at").desc(), F("id").desc(),
                name="accounts_notification_latest", condition=Q(in_page=True),
            ),
            models.Index(
                "recipient", name="accounts_notification_unread",
                condition=Q(in_page=True, read_at=None),
            ),
            models.Index("subject", name="accounts_notification_about"),
            models.Index(
                "mail_due_at", name="accounts_notification_mail",
                condition=Q(mail_due_at__isnull=False),
            ),
            models.Index(
                "push_due_at", name="accounts_notification_push",
                condition=Q(push_due_at__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class NotificationActor(models.Model):
    """That one member did it, once; two reactions by the same hand are one piece of news."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="acts")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint("notification", "actor", name="accounts_notification_actor"),
        )

    def __str__(self) -> str:
        return str(self.actor_id)
