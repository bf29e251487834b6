"""The slots of a page as its HTML holds them: the same for every reader, filled by one request once the page is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Final

from counting.errors import ForgedTokenError
from counting.tokens import make_token, read_token
from sponsors.delivery import Audience, draw, eligible
from sponsors.images import fitted
from sponsors.models import Creative, SponsoringPolicy, SponsorSlot
from sponsors.selectors.inventory import Inventory

# The kind of the token that says what a page is about; nothing counts it.
PAGE: Final = "page"
MOST_TAGS: Final = 5
# What a click token carries that went out by mail.
BY_MAIL: Final = "mail"
# Where a preview opens; templates/sponsors/preview.html leads there.
PREVIEW: Final = "preview"


@dataclass(frozen=True)
class FilledSlot:
    """What templates/sponsors/_slot.html shows.

    `creative`: None where the house has none of its own either. `image_size`: width and height in CSS pixels, None without
    picture. The tokens are "" on a page that every reader gets; `context` goes with the first slot of a page;
    `anchor` is where a preview opens.
    """

    slot: SponsorSlot
    creative: Creative | None
    image_size: tuple[int, int] | None = None
    impression_token: str = ""
    viewable_token: str = ""
    click_token: str = ""
    context: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Subject:
    """What a page is about. `category_pk` 0: no category, or several."""

    language: str
    category_pk: int = 0
    tag_pks: tuple[int, ...] = ()

    def token(self, *, now: datetime) -> str:
        """Signed, so that nobody can claim that an impression happened beside another category."""
        tags = "_".join(map(str, self.tag_pks[:MOST_TAGS]))
        detail = f"{self.language}~{tags}"[:60]
        return make_token(PAGE, subject=self.category_pk, now=now, detail=detail)

    @classmethod
    def from_token(cls, text: str) -> "Subject":
        """Inverse of `token`.

        Raises:
            ForgedTokenError: we never made this text.
        """
        token = read_token(text)
        if token.kind != PAGE:
            raise ForgedTokenError
        language, _tilde, tags = token.detail.partition("~")
        pks = tuple(int(pk) for pk in tags.split("_") if pk.isdecimal())
        return cls(language=language, category_pk=token.subject, tag_pks=pks)


def is_spared(trust_level: int | None, *, policy: SponsoringPolicy) -> bool:
    """Whether a member of this trust level sees no sponsors; None for those who are not signed in."""
    limit = policy.ad_free_from
    return limit is not None and trust_level is not None and trust_level >= limit


class PageSlots:
    """The slots of one page; each is given to a creative of the house, with the page's path and the hour as dice.

    Without a script that stays: what was sold is only shown where it can be counted.
    """

    def __init__(self, subject: Subject, *, path: str, inventory: Inventory, now: datetime) -> None:
        self._path = path
        self._now = now
        self._inventory = inventory
        self._context = subject.token(now=now)
        self._turns: Counter[str] = Counter()
        self._shown: set[int] = set()
        self.stamps = inventory.printed

    def fill(self, code: str) -> FilledSlot | None:
        """The next slot of that code; None if nothing is booked for it. A code may come several times on a page."""
        slot = self._inventory.slots.get(code)
        if slot is None or not self._inventory.offers(code):
            return None
        creative = self._house(code)
        context, self._context = self._context, ""
        return FilledSlot(
            slot=slot,
            creative=creative,
            image_size=fitted(creative, slot=slot) if creative else None,
            context=context,
        )

    def _house(self, code: str) -> Creative | None:
        houses = [one for one in self._inventory.flights if one.is_house]
        if not houses:
            return None
        self._turns[code] += 1
        text = f"{self._path}|{self._now:%Y-%m-%dT%H}|{code}|{self._turns[code]}"
        fitting = eligible(houses, audience=Audience(), now=self._now)
        offers = draw(code, fitting, now=self._now, rng=Random(text))  # noqa: S311  (not a secret)
        return self._fresh(offer.creative_pk for offer in offers)

    def _fresh(self, pks: Iterable[int]) -> Creative | None:
        """The first that is not on the page yet."""
        pk = next((pk for pk in pks if pk not in self._shown), None)
        if pk is None:
            return None
        self._shown.add(pk)
        return self._inventory.creatives[pk]


class PreviewSlots:
    """A page on which one creative stands in every slot that its flight books; nothing in it counts."""

    def __init__(self, creative: Creative) -> None:
        self._creative = creative
        self._slots = {slot.code: slot for slot in creative.flight.slots.all()}
        self._anchor = PREVIEW
        self.stamps: dict[tuple[object, ...], Any] = {}

    def fill(self, code: str) -> FilledSlot | None:
        slot = self._slots.get(code)
        if slot is None:
            return None
        size = fitted(self._creative, slot=slot)
        anchor, self._anchor = self._anchor, ""
        return FilledSlot(slot=slot, creative=self._creative, image_size=size, anchor=anchor)
