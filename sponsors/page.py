"""The slots of one page, filled one after the other while its template is rendered."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.utils.functional import cached_property

from counting.tokens import make_token, new_event_id
from sponsors.delivery import Candidate, draw
from sponsors.images import fitted
from sponsors.models import Creative, SponsorSlot
from sponsors.selectors import RunningCreatives, running_creatives


@dataclass(frozen=True)
class FilledSlot:
    """What templates/sponsors/_slot.html shows. `image_size`: width and height in CSS pixels, None without picture."""

    slot: SponsorSlot
    creative: Creative
    image_size: tuple[int, int] | None
    impression_token: str
    click_token: str


class PageSlots:
    """Fills the slots of one page; asks the database at the first slot, and never again.

    The dice are the page's path and the hour, so that every reader of that hour is shown the same.
    """

    def __init__(self, *, path: str, now: datetime) -> None:
        self._path = path
        self._now = now
        self._shown: list[Candidate] = []
        self._turns: Counter[str] = Counter()

    @cached_property
    def _running(self) -> RunningCreatives:
        return running_creatives(now=self._now)

    def fill(self, code: str) -> FilledSlot | None:
        """The next creative for a slot; None if the slot stays empty. A code may come several times on a page."""
        candidate = draw(code, self._running.candidates, shown=self._shown, rng=self._dice(code))
        if candidate is None:
            return None
        self._shown.append(candidate)
        return self._filled(candidate, code)

    def _dice(self, code: str) -> Random:
        self._turns[code] += 1
        return Random(f"{self._path}|{self._now:%Y-%m-%dT%H}|{code}|{self._turns[code]}")  # noqa: S311  (not a secret)

    def _filled(self, candidate: Candidate, code: str) -> FilledSlot:
        slot = self._running.slots[code]
        creative = self._running.creatives[candidate.creative_pk]
        subject = self._running.placement(candidate, slot=code).subject
        event_id = new_event_id()
        return FilledSlot(
            slot=slot,
            creative=creative,
            image_size=fitted(creative, slot=slot),
            impression_token=make_token(
                "impression", subject=subject, now=self._now, event_id=event_id
            ),
            click_token=make_token("click", subject=subject, now=self._now, event_id=event_id),
        )
