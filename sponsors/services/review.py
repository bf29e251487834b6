"""From a sponsor's draft to what readers see; the only writer of a creative's review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from sponsors.errors import CreativeRefusedError, StaleVersionError
from sponsors.models import Alert, AlertKind, Creative, Flight, Review
from sponsors.services.booking import what_is_booked_changed
from sponsors.services.checking import is_blocked


@dataclass(frozen=True)
class CreativeDraft:
    """What a sponsor hands in. `image`: a re-encoded file; None to keep what there is; False for none."""

    headline: str
    text: str
    landing_url: str
    image_alt: str = ""
    image: Any = None


@transaction.atomic
def hand_in(flight: Flight, *, draft: CreativeDraft) -> Creative:
    """A new creative, which waits for approval."""
    creative = Creative(flight=flight, review=Review.WAITING)
    _write(creative, draft)
    creative.save()
    return creative


@transaction.atomic
def change_creative(creative: Creative, *, draft: CreativeDraft, version: int) -> Creative:
    """Change a creative, which stops it until it is approved anew.

    Raises:
        StaleVersionError: somebody changed it since `version`.
    """
    locked = Creative.objects.select_for_update().get(pk=creative.pk)
    if locked.version != version:
        raise StaleVersionError
    _write(locked, draft)
    locked.review, locked.review_reason, locked.check_due = Review.WAITING, "", True
    locked.version += 1
    locked.save(
        update_fields=[
            "headline", "text", "landing_url", "image", "image_alt", "image_width", "image_height",
            "review", "review_reason", "check_due", "version",
        ]
    )  # fmt: skip
    what_is_booked_changed()
    return locked


@transaction.atomic
def approve(creative: Creative, *, manager: User, now: datetime) -> Creative:
    """Let readers see a creative.

    Raises:
        CreativeRefusedError: it is approved, has not been checked yet, or has a problem that must be mended first.
        StaleVersionError: somebody decided or changed it since `creative` was read.
    """
    locked = _locked(creative)
    if locked.review == Review.APPROVED:
        raise CreativeRefusedError(_("It is approved already."))
    if locked.check_due or locked.checked_at is None:
        raise CreativeRefusedError(_("It has not been checked yet. Try again in a minute."))
    if is_blocked(locked.problems):
        raise CreativeRefusedError(_("It has a problem that must be mended first."))
    return _decide(locked, Review.APPROVED, manager=manager, now=now)


@transaction.atomic
def refuse(creative: Creative, *, manager: User, reason: str, now: datetime) -> Creative:
    """Keep a creative from readers, also one that was approved; the sponsor is told why.

    Raises:
        StaleVersionError: somebody decided or changed it since `creative` was read.
    """
    locked = _locked(creative)
    return _decide(locked, Review.REFUSED, manager=manager, now=now, reason=reason)


def _locked(creative: Creative) -> Creative:
    """The row, of which two managers at once decide one after the other: the second is told, and overrules nobody."""
    locked = Creative.objects.select_for_update().get(pk=creative.pk)
    if (locked.review, locked.version) != (creative.review, creative.version):
        raise StaleVersionError
    return locked


def _decide(
    creative: Creative, review: Review, *, manager: User, now: datetime, reason: str = ""
) -> Creative:
    creative.review, creative.review_reason = review, reason
    creative.reviewed_by, creative.reviewed_at = manager, now
    creative.save(update_fields=["review", "review_reason", "reviewed_by", "reviewed_at"])
    kind = AlertKind.APPROVED if review == Review.APPROVED else AlertKind.REFUSED
    Alert.objects.create(
        kind=kind, flight_id=creative.flight_id, creative=creative, raised_at=now, resolved_at=now
    )
    what_is_booked_changed()
    return creative


def _write(creative: Creative, draft: CreativeDraft) -> None:
    creative.headline, creative.text = draft.headline, draft.text
    creative.landing_url, creative.image_alt = draft.landing_url, draft.image_alt
    if draft.image is not None:
        creative.image = draft.image or ""
