"""What django-allauth tells of second factors and of proofs of who it is, which it does without asking the adapter."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authentication_failed
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

from accounts.adapter import browser_of
from accounts.models import User
from accounts.services.sign_ins import note_wrong_code


def connect_watching() -> None:
    """Once, when the app is ready."""
    authentication_failed.connect(_note_wrong_code, dispatch_uid="accounts.wrong_code")
    authentication_step_completed.connect(_change_key, dispatch_uid="accounts.change_key")


def _note_wrong_code(*, request: HttpRequest, user: User, **_more: Any) -> None:
    note_wrong_code(user, browser=browser_of(request), now=timezone.now())


def _change_key(*, request: HttpRequest, reauthenticated: bool = False, **_more: Any) -> None:
    """Who proves again who it is gets a new key for the session, which stays the same device in the list."""
    if not reauthenticated:
        return  # a sign-in makes a key of its own
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
