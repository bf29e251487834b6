"""Which creative of a flight: what readers follow is shown more often, what is new gets its chance."""

from collections.abc import Sequence
from random import Random

from sponsors.delivery.terms import CreativeTerms


def choose(creatives: Sequence[CreativeTerms], *, is_optimised: bool, rng: Random) -> CreativeTerms:
    """One of the creatives, at least one of which must be given.

    Optimised: Thompson sampling; each creative's click rate is drawn from what is known of it, a Beta distribution with a
    uniform prior, and the highest wins. Otherwise all have the same odds.

    Source: Thompson 1933; Chapelle and Li 2011, "An empirical evaluation of Thompson sampling".
    """
    if len(creatives) == 1:
        return creatives[0]
    if not is_optimised:
        return rng.choice(creatives)
    return max(creatives, key=lambda one: _drawn_rate(one, rng))


def _drawn_rate(creative: CreativeTerms, rng: Random) -> float:
    ignored = max(0, creative.viewable_count - creative.click_count)
    return rng.betavariate(1 + creative.click_count, 1 + ignored)
