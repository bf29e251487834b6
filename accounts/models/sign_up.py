"""How one becomes a member: who may, on whose word, and what speaks against it."""

from typing import ClassVar, Final, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import TrustLevel

WORDS_LENGTH: Final = 500


class SignUpMode(models.TextChoices):
    """Who may become a member."""

    OPEN = "open", _("everybody")
    INVITATION = "invitation", _("who was invited")
    APPLICATION = "application", _("everybody, after a moderator’s look")
    CLOSED = "closed", _("nobody")


class SignUpPolicy(models.Model):
    """The one row that says who may sign up."""

    ONLY: ClassVar[int] = 1

    mode = models.CharField(
        _("who may sign up"), max_length=12, choices=SignUpMode, default=SignUpMode.OPEN
    )
    invitations_each = models.PositiveSmallIntegerField(
        _("open invitations of a member"),
        default=5,
        validators=[MaxValueValidator(100)],
    )
    invites_from = models.PositiveSmallIntegerField(
        _("members invite from level"), choices=TrustLevel, default=TrustLevel.MEMBER
    )
    refuses_disposable = models.BooleanField(
        _("refuse throw-away e-mail addresses"),
        default=True,
        help_text=_("By the list that comes with the program."),
    )
    asks_for_proof = models.BooleanField(
        _("suspicious browsers work for their account"),
        default=True,
        help_text=_(
            "A calculation of some seconds; where it cannot be done, a moderator looks first."
        ),
    )

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-up")
        default_permissions = ("view", "change")
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="accounts_one_sign_up_policy"),
        )

    def __str__(self) -> str:
        return str(self.get_mode_display())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unused(self) -> Self:
        return self.filter(guest=None, used_at=None)


class Invitation(models.Model):
    """A member's word for somebody who is not here yet; used once. The used ones are the tree of who brought whom.

    `inviter`: None where the member is gone. `guest`: who came by it; None until then, or where the guest is gone.
    """

    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations",
        verbose_name=_("invited by"),
    )  # fmt: skip
    guest = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitation",
        verbose_name=_("who came"),
    )  # fmt: skip
    code = models.CharField(max_length=40, unique=True, editable=False)
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"))
    used_at = models.DateTimeField(_("came"), null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ("view",)
        indexes = (models.Index(F("inviter"), F("id").desc(), name="accounts_invitation_newest"),)

    def __str__(self) -> str:
        return f"{self.inviter} → {self.guest or '…'}"


class ApplicantState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    def waiting(self) -> Self:
        return self.filter(state=ApplicantState.WAITING)


class Applicant(models.Model):
    """A new member whom a moderator lets in, or not; cannot sign in until then.

    `words`: why the member wants to join; `reasons`: English names of what made a moderator's look necessary.
    `mail_due_at`: when the answer is to be sent; None once it went out. Changed only by accounts.services.signing_up and accounts.delivery.answers.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="application",
        verbose_name=_("member"),
    )  # fmt: skip
    words = models.CharField(_("why"), max_length=WORDS_LENGTH, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    state = models.CharField(
        _("state"), max_length=8, choices=ApplicantState, default=ApplicantState.WAITING
    )
    created_at = models.DateTimeField(_("applied"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    mail_due_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = ApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        default_permissions = ("view", "change")
        indexes = (
            models.Index(F("id"), name="accounts_applicant_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=("mail_due_at",),
                name="accounts_applicant_mail_due",
                condition=Q(mail_due_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.member)


class BlockKind(models.TextChoices):
    """What of a sign-up is compared."""

    MAIL = "mail", _("domain of the e-mail address")
    NAME = "name", _("part of the username")
    REFERRER = "referrer", _("website that the visitor came from")


class SignUpBlock(models.Model):
    """What moderators do not want to see in sign-ups: a mail domain or a name is refused, a referrer makes suspicious."""

    kind = models.CharField(_("kind"), max_length=10, choices=BlockKind)
    value = models.CharField(_("value"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("unwanted in sign-ups")
        verbose_name_plural = _("unwanted in sign-ups")
        constraints = (
            models.UniqueConstraint("kind", "value", name="accounts_sign_up_block_once"),
        )

    def __str__(self) -> str:
        return self.value
