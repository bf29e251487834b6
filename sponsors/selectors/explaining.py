"""Why a reader is shown a creative, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from counting.errors import ForgedTokenError
from counting.tokens import read_token
from sponsors.errors import NoSuchClickError
from sponsors.models import Creative, Device, Flight, SponsorSlot
from sponsors.placements import Placement


@dataclass(frozen=True)
class Explanation:
    """What the page "Why this?" says. `reasons`: sentences, at least one."""

    creative: Creative
    slot: SponsorSlot
    reasons: list[str]


def explain(text: str) -> Explanation:
    """The explanation for a rendering, by its click token.

    Raises:
        NoSuchClickError: we never made this token, or what it names is gone.
    """
    try:
        placement = Placement.from_subject(read_token(text).subject)
    except ForgedTokenError as error:
        raise NoSuchClickError from error
    creative = Creative.objects.with_sponsor().filter(pk=placement.creative_pk).first()
    slot = SponsorSlot.objects.filter(pk=placement.slot_pk).first()
    if creative is None or slot is None:
        raise NoSuchClickError
    return Explanation(creative, slot, list(_reasons(creative, slot)))


def _reasons(creative: Creative, slot: SponsorSlot) -> Iterable[str]:
    if creative.is_house:
        yield _("Nobody has booked this place just now, so the site uses it itself.")
        return
    yield _("%(sponsor)s booked the place “%(slot)s”.") % {
        "sponsor": creative.sponsor.name,
        "slot": slot,
    }
    yield from targeting_words(creative.flight)


def terms_words(flight: Flight) -> list[str]:
    """Where and to whom a flight is shown, in the words that readers find behind "Why this?"."""
    places = ", ".join(f"“{slot}”" for slot in flight.slots.order_by("pk"))
    booked = [_("Booked places: %(list)s.") % {"list": places}] if places else []
    return booked + targeting_words(flight)


def targeting_words(flight: Flight) -> list[str]:
    """A sentence for each way in which a flight is narrowed down, or one that it is not: the same for readers and sponsors."""
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    devices = dict(Device.choices)
    lists: tuple[tuple[str, Iterable[Any]], ...] = (
        (_("It is shown beside these categories: %(list)s."), flight.categories.all()),
        (_("It is not shown beside these categories: %(list)s."), flight.excluded_categories.all()),
        (_("It is shown beside posts with these tags: %(list)s."), flight.tags.all()),
        (
            _("It is shown beside pages in these languages: %(list)s."),
            (_(languages.get(code, code)) for code in flight.languages),
        ),
        (
            _("It is shown on these devices: %(list)s."),
            (devices.get(code, code) for code in flight.devices),
        ),
        (_("It is shown to readers in these countries: %(list)s."), flight.countries),
        (
            _("It is shown at these hours (UTC): %(list)s."),
            (f"{hour}:00" for hour in sorted(flight.hours)),
        ),
    )
    named = [(sentence, ", ".join(map(str, values))) for sentence, values in lists]
    targets = [sentence % {"list": text} for sentence, text in named if text]
    return targets or [_("It is shown on all pages and to all readers alike.")]
