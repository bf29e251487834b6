"""Becoming a member."""

from typing import Any, Final

from allauth.account.forms import SignupForm
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import InvitationRefusedError
from accounts.models import SignUpMode, User
from accounts.models.sign_up import WORDS_LENGTH
from accounts.proof import is_proven, new_challenge
from accounts.services import signing_up
from accounts.services.hints import note_sign_in
from accounts.wording import Written, tell_written
from config.http import client_address

# Where the session keeps the code of an opened invitation, and that the visitor came from a seller of links.
INVITATION: Final = "invitation"
UNWANTED_REFERRER: Final = "unwanted_referrer"
# A field that people do not see, and what forms are expected to have.
TRAP: Final = "website"


def words_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why would you like to join?"),
        help_text=gettext_lazy("A moderator reads this and lets you in."),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Admission(forms.Form):
    """What both ways of signing up have in common: unwanted addresses, invitations, applications."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = signing_up.policy()
        if self.policy.mode == SignUpMode.APPLICATION:
            self.fields["words"] = words_field()

    def clean_email(self) -> str:
        email = str(super().clean_email())  # type: ignore[misc]
        if objection := signing_up.objection_to_address(email):
            raise forms.ValidationError(objection)
        return email

    def admit(self, request: HttpRequest, member: User) -> None:
        """Have the name judged. Whoever was invited is in; others wait for a moderator where the site, or a suspicion, asks for it.

        Raises:
            InvitationRefusedError: the invitation was used meanwhile.
        """
        tell_written(member, Written.NAME)
        invitation = signing_up.invitation_for(request.session.pop(INVITATION, ""))
        if invitation is not None:
            signing_up.use_invitation(invitation, guest=member)
            return
        reasons = self._suspicions(request)
        if reasons and self._has_worked():
            reasons = []
        if self.policy.mode == SignUpMode.APPLICATION:
            reasons = [signing_up.ASKED_TO_APPLY, *reasons]
        if reasons:
            _note_place(request, member)
            words = self.cleaned_data.get("words", "")
            signing_up.let_apply(member, words=words, reasons=reasons)

    def _suspicions(self, request: HttpRequest) -> list[str]:
        if not self.policy.asks_for_proof:
            return []
        found = (
            (signing_up.FILLED_TRAP, bool(self.data.get(TRAP))),
            (signing_up.CAME_FROM, bool(request.session.pop(UNWANTED_REFERRER, False))),
        )
        return [name for name, holds in found if holds]

    def _has_worked(self) -> bool:
        return is_proven(str(self.data.get("challenge", "")), str(self.data.get("proof", "")))


def _note_place(request: HttpRequest, member: User) -> None:
    """Who waits does not sign in yet, so the hint of the place is kept here; see accounts.services.hints."""
    note_sign_in(
        member,
        address=client_address(request) or "",
        browser=request.headers.get("User-Agent", "")[:300],
        now=timezone.now(),
    )


class SocialSignUpForm(Admission, SocialSignupForm):  # type: ignore[misc]
    """The last step of signing up with an account elsewhere: a name here."""

    def save(self, request: HttpRequest) -> User:
        with transaction.atomic():
            member: User = super().save(request)
            self.admit(request, member)
            return member


class SignUpForm(Admission, SignupForm):  # type: ignore[misc]
    """The sign-up form of django-allauth, which checks the name before it writes. `challenge`: see accounts.proof."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.challenge = new_challenge()

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Of two people who take one name or one invitation at the same moment, the second gets the form back, filled in."""
        try:
            with transaction.atomic():
                saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
                if saved[0] is not None:
                    self.admit(request, saved[0])
                return saved
        except IntegrityError:
            self.add_error("username", _("This username is taken."))
        except InvitationRefusedError as error:
            self.add_error(None, str(error))
        return None, TemplateResponse(request, "account/signup.html", {"form": self}, status=409)
