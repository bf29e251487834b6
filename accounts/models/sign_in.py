"""What became of attempts to sign in, so that a member sees what is not his own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInOutcome(models.TextChoices):
    """How somebody came in, or what did not open."""

    PASSWORD = "password", _("signed in with the password")
    FACTOR = "factor", _("signed in with the password and a second factor")
    PASSKEY = "passkey", _("signed in with a passkey")
    ELSEWHERE = "elsewhere", _("signed in through another site")
    OTHER = "other", _("signed in")
    WRONG_PASSWORD = "wrong-password", _("refused: wrong password")
    WRONG_CODE = "wrong-code", _("refused: right password, wrong code")


class SignIn(models.Model):
    """One attempt, seen by its member alone. `browser`: as it calls itself. `is_new`: from where and with what nobody came before.

    Deleted by accounts.services.sign_ins 30 days after `at`.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    outcome = models.CharField(max_length=16, choices=SignInOutcome)
    browser = models.CharField(max_length=300, blank=True)
    is_new = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        default_permissions = ()
        indexes = (
            models.Index(fields=("member", "-at", "-id"), name="accounts_sign_in_latest"),
            models.Index("at", name="accounts_sign_in_age"),
        )

    def __str__(self) -> str:
        return self.outcome

    @property
    def is_refused(self) -> bool:
        return self.outcome in REFUSED


REFUSED = frozenset({SignInOutcome.WRONG_PASSWORD, SignInOutcome.WRONG_CODE})
