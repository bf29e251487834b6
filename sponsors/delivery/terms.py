"""What a decision knows of flights and of the reader; plain values."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Target:
    """To whom a flight speaks. An empty set does not narrow it; `excluded` always does.

    `categories`, `excluded`, `tags`: keys. `hours`: of the day in UTC.
    """

    categories: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    hours: frozenset[int] = frozenset()


@dataclass(frozen=True)
class CreativeTerms:
    """A creative and how it fared: valid viewable impressions and clicks so far."""

    pk: int
    viewable_count: int = 0
    click_count: int = 0


@dataclass(frozen=True)
class FlightTerms:
    """A flight that may run now, with at least one creative.

    `slots`: codes. `priority`: higher ones go first. `weight`: odds within a priority, above 0.
    `quantity`, `daily_cap`, `delivered`, `delivered_today`: viewable impressions, or clicks if `is_by_click`.
    `is_by_impression`: each viewable impression has a price.
    `starts_at` < `ends_at`, aware. `industry`: "" competes with nobody.
    """

    pk: int
    sponsor_pk: int
    slots: frozenset[str]
    creatives: tuple[CreativeTerms, ...]
    starts_at: datetime
    ends_at: datetime
    industry: str = ""
    is_house: bool = False
    priority: int = 0
    weight: int = 1
    quantity: int | None = None
    daily_cap: int | None = None
    frequency_cap: int | None = None
    is_by_click: bool = False
    is_by_impression: bool = False
    is_paced: bool = True
    is_optimised: bool = True
    delivered: int = 0
    delivered_today: int = 0
    target: Target = field(default_factory=Target)


@dataclass(frozen=True)
class Audience:
    """Where and to whom a page is shown. `category_pk` 0: none. `country`: two letters, "" if unknown.

    `is_sensitive`: the story suffers no sponsor beside it. `hidden`: sponsors that the reader does not want to see.
    `beside`: sponsors that the page shows already, `industries`: theirs. `is_mail`: it is no page, and nobody can tell whether it is looked at.
    """

    category_pk: int = 0
    tag_pks: frozenset[int] = frozenset()
    language: str = ""
    device: str = ""
    country: str = ""
    is_sensitive: bool = False
    hidden: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()
    industries: frozenset[str] = frozenset()
    is_mail: bool = False


@dataclass(frozen=True)
class Offer:
    """A creative of a flight for a slot."""

    flight: FlightTerms
    creative_pk: int
