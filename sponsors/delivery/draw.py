"""The draw for one slot, given what the page already shows."""

from collections.abc import Callable, Collection, Sequence
from random import Random

from sponsors.delivery.terms import Candidate


def draw(
    slot: str, candidates: Sequence[Candidate], *, shown: Collection[Candidate], rng: Random
) -> Candidate | None:
    """Choose a creative: one that was sold, of a sponsor who is not on the page yet; else one of our own;
    else a further one of a sponsor who is. No creative appears twice on a page.

    Within that, the highest priority wins, then the odds follow the weights.

    Args:
        slot: code of the slot.
        candidates: all that may run now, in a fixed order if the draw is to be repeatable.
        shown: what the page shows already.
        rng: the dice; asked at most once.

    Returns:
        The creative, or None where nothing fits.
    """
    eligible = [one for one in candidates if slot in one.slots and one not in shown]
    sponsors_shown = {one.sponsor_pk for one in shown}
    preferences: tuple[Callable[[Candidate], bool], ...] = (
        lambda one: not one.is_house and one.sponsor_pk not in sponsors_shown,
        lambda one: one.is_house,
        lambda one: True,
    )
    preferred = next(filter(None, ([*filter(fits, eligible)] for fits in preferences)), [])
    return _by_weight(preferred, rng)


def _by_weight(candidates: Sequence[Candidate], rng: Random) -> Candidate | None:
    if not candidates:
        return None
    highest = max(one.priority for one in candidates)
    first = [one for one in candidates if one.priority == highest]
    return rng.choices(first, weights=[one.weight for one in first])[0]
