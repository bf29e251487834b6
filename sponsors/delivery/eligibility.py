"""Which flights may be shown to a reader: an ordered table; the first rule that a flight breaks keeps it away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sponsors.delivery.pacing import allowance
from sponsors.delivery.terms import Audience, FlightTerms


@dataclass(frozen=True)
class Moment:
    """One decision: for whom, and when."""

    audience: Audience
    now: datetime


@dataclass(frozen=True)
class Rule:
    """`keeps`: whether a flight passes."""

    name: str
    keeps: Callable[[FlightTerms, Moment], bool]


def _fits(wanted: frozenset[str] | frozenset[int], given: str | int) -> bool:
    return not wanted or given in wanted


RULES: Final = (
    Rule("within its dates", lambda one, at: one.starts_at <= at.now < one.ends_at),
    Rule("no sponsor beside a sensitive story", lambda _one, at: not at.audience.is_sensitive),
    Rule(
        "no paid impressions in mail",
        lambda one, at: not (at.audience.is_mail and one.is_by_impression),
    ),
    Rule("not hidden by the reader", lambda one, at: one.sponsor_pk not in at.audience.hidden),
    Rule(
        "not on the page yet",
        lambda one, at: one.is_house or one.sponsor_pk not in at.audience.beside,
    ),
    Rule(
        "no competitor on the page",
        lambda one, at: one.is_house or one.industry not in at.audience.industries,
    ),
    Rule("category", lambda one, at: _fits(one.target.categories, at.audience.category_pk)),
    Rule(
        "not an excluded category",
        lambda one, at: at.audience.category_pk not in one.target.excluded,
    ),
    Rule("tag", lambda one, at: not one.target.tags or bool(one.target.tags & at.audience.tag_pks)),
    Rule("language", lambda one, at: _fits(one.target.languages, at.audience.language)),
    Rule("device", lambda one, at: _fits(one.target.devices, at.audience.device)),
    Rule("country", lambda one, at: _fits(one.target.countries, at.audience.country)),
    Rule("hour", lambda one, at: _fits(one.target.hours, at.now.astimezone(UTC).hour)),
    Rule("owes by now", lambda one, at: _owes(one, at.now)),
)


def eligible(
    flights: Iterable[FlightTerms], *, audience: Audience, now: datetime
) -> list[FlightTerms]:
    """Those that break no rule, in the order in which they came."""
    at = Moment(audience, now)
    return [one for one in flights if why_not(one, at) is None]


def why_not(flight: FlightTerms, at: Moment) -> str | None:
    """Name of the first rule that the flight breaks; None if it may be shown."""
    return next((rule.name for rule in RULES if not rule.keeps(flight, at)), None)


def _owes(flight: FlightTerms, now: datetime) -> bool:
    """As far as the last look at the totals knows; the reservation makes sure."""
    limit = allowance(flight, now=now)
    if limit is not None and flight.delivered >= limit:
        return False
    return flight.daily_cap is None or flight.delivered_today < flight.daily_cap
