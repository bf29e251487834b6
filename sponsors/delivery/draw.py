"""The draw for one slot: who may have it, in which order."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from random import Random
from typing import Final

from sponsors.delivery.bandit import choose
from sponsors.delivery.pacing import owed
from sponsors.delivery.terms import FlightTerms, Offer

# So many who paid are asked whether they still may, before the slot goes to the house.
MOST_SOLD: Final = 10
MOST_HOUSE: Final = 3


def draw(slot: str, flights: Sequence[FlightTerms], *, now: datetime, rng: Random) -> list[Offer]:
    """Who is asked to fill a slot, first choice first: what was sold before the house, higher priorities before lower.

    Within a priority the order is drawn, with odds by weight and by what is owed in the running hour; a flight without a
    quantity is taken to owe as much as the others do on average.

    Args:
        slot: code of the slot.
        flights: eligible ones, in a fixed order if the draw is to be repeatable.
        now: any instant.
        rng: the dice.

    Returns:
        At most MOST_SOLD offers of sponsors, then at most MOST_HOUSE of the house, each of another flight.
    """
    fitting = [one for one in flights if slot in one.slots]
    sold = _in_order([one for one in fitting if not one.is_house], now=now, rng=rng)
    house = _in_order([one for one in fitting if one.is_house], now=now, rng=rng)
    return [
        Offer(one, choose(one.creatives, is_optimised=one.is_optimised, rng=rng).pk)
        for one in (*sold[:MOST_SOLD], *house[:MOST_HOUSE])
    ]


def _in_order(flights: Sequence[FlightTerms], *, now: datetime, rng: Random) -> list[FlightTerms]:
    ranked = sorted(flights, key=lambda one: -one.priority)
    return [
        one
        for _priority, equals in groupby(ranked, key=lambda one: one.priority)
        for one in _shuffled(list(equals), now=now, rng=rng)
    ]


def _shuffled(flights: Sequence[FlightTerms], *, now: datetime, rng: Random) -> list[FlightTerms]:
    """In a random order, in which the odds of coming first are in proportion to the flight's odds.

    Source: Efraimidis and Spirakis 2006, weighted random sampling: sort by u^(1/w).
    """
    odds = odds_of(flights, now=now)
    keyed = [
        (rng.random() ** (1 / odd), one) for odd, one in zip(odds, flights, strict=True) if odd > 0
    ]
    return [one for _key, one in sorted(keyed, key=lambda pair: -pair[0])]


def odds_of(flights: Sequence[FlightTerms], *, now: datetime) -> list[float]:
    """The flights' odds among each other, in their order, each at least 0."""
    debts = [owed(one, now=now) for one in flights]
    known = [debt for debt in debts if debt]
    usual = sum(known) / len(known) if known else 1.0
    return [
        one.weight * (usual if debt is None else debt)
        for one, debt in zip(flights, debts, strict=True)
    ]
