"""What becomes of attempts to sign in: a line in the log that names nobody, and a row that its member sees for 30 days."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import SignIn, SignInOutcome, User

KEPT_FOR: Final = timedelta(days=30)
MAX_BROWSER: Final = 300
# How django-allauth names a way in; a second step makes a password two factors.
OUTCOMES: Final = {
    "password": SignInOutcome.PASSWORD,
    "socialaccount": SignInOutcome.ELSEWHERE,
}
logger = logging.getLogger(__name__)


def outcome_of(steps: Sequence[dict[str, Any]]) -> SignInOutcome:
    """How somebody came in, by what was asked and answered on the way, in that order."""
    last: dict[str, Any] = steps[-1] if steps else {}
    if last.get("method") == "mfa":
        return SignInOutcome.PASSKEY if last.get("passwordless") else SignInOutcome.FACTOR
    return OUTCOMES.get(str(last.get("method")), SignInOutcome.OTHER)


def note_success(
    member: User, outcome: SignInOutcome, *, browser: str, is_new: bool, now: datetime
) -> None:
    """Somebody is in. `is_new`: from where and with what nobody came in to this account before."""
    _log(outcome, is_new=is_new)
    _keep(member, outcome, browser=browser, is_new=is_new, now=now)


def note_refusal(login: str, *, browser: str, now: datetime) -> None:
    """A name or an address with a wrong password; the work is the same where there is no such member."""
    _log(SignInOutcome.WRONG_PASSWORD)
    member = User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).first()
    if member:
        _keep(member, SignInOutcome.WRONG_PASSWORD, browser=browser, now=now)


def note_wrong_code(member: User, *, browser: str, now: datetime) -> None:
    """The password was right, the second factor was not."""
    _log(SignInOutcome.WRONG_CODE)
    _keep(member, SignInOutcome.WRONG_CODE, browser=browser, now=now)


def note_throttled() -> None:
    """An attempt that was not even looked at; the log alone hears of it."""
    logger.warning("sign-in: throttled", extra={"event": {"sign_in": "throttled"}})


def forget_old(*, now: datetime) -> int:
    """Delete rows that are older than KEPT_FOR; returns how many."""
    return SignIn.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def _log(outcome: SignInOutcome, **more: object) -> None:
    logger.info("sign-in: %s", outcome.value, extra={"event": {"sign_in": outcome.value} | more})


def _keep(
    member: User, outcome: SignInOutcome, *, browser: str, now: datetime, is_new: bool = False
) -> None:
    """Without waiting for the disk, so that the time of an answer does not tell who is a member."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        SignIn.objects.create(
            member=member, outcome=outcome, browser=browser[:MAX_BROWSER], is_new=is_new, at=now
        )
