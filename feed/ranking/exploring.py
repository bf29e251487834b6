"""What nobody would have reckoned: some places of For you go to posts that were drawn by lot.

A ranking that shows only what resembles what was read learns nothing new of its reader, and shows nothing new to him.
"""

from collections.abc import Collection, Sequence
from random import Random
from typing import Final

from feed.ranking.for_you import Ranked

# One place of so many, never the first of them.
EVERY: Final = 10


def lots_for(size: int) -> int:
    """How many posts to draw beside a ranking of this size, so that they come to a tenth of all."""
    return -(-size // (EVERY - 1))


def explore(ranked: Sequence[Ranked], *, drawn: Collection[int], rng: Random) -> list[Ranked]:
    """The same posts, of which some stand where the lot put them; one of each EVERY places at most.

    A lot's receipt gets the points that lift it to its place, so that its lines still sum to its score.

    Args:
        ranked: best first.
        drawn: keys of posts that are there by lot alone; where none is, the lower half of the ranking is drawn from.
    """
    pool = [each for each in ranked if each.pk in drawn] or list(ranked[len(ranked) // 2 :])
    unread = [each for each in pool if not each.was_read]
    lots = rng.sample(unread, min(len(ranked) // EVERY, len(unread)))
    placed = {each.pk for each in lots}
    order = [each for each in ranked if each.pk not in placed]
    for number, lot in enumerate(lots):
        place = min(EVERY * number + rng.randrange(1, EVERY), len(order) - 1)
        order.insert(place, lot.lifted_to(order[place].score))
    return order
