"""Becoming a member."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import User


class SocialSignUpForm(SocialSignupForm):  # type: ignore[misc]
    """The last step of signing up with an account elsewhere: a name here."""


class SignUpForm(SignupForm):  # type: ignore[misc]
    """The sign-up form of django-allauth, which checks the name before it writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Of two people who take one name at the same moment, the second gets the form back, filled in."""
        try:
            with transaction.atomic():
                saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
                return saved
        except IntegrityError:
            self.add_error("username", _("This username is taken."))
            page = TemplateResponse(request, "account/signup.html", {"form": self}, status=409)
            return None, page
