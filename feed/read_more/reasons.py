"""Why a post stands in a list: a code and, for some, a name; turned into a sentence where it is shown."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from feed.read_more.facts import Facts
from feed.read_more.lists import Reason, ReasonCode
from feed.read_more.names import shared_names
from feed.read_more.scoring import Scored

# Two posts of one story are written within days of each other.
STORY_PERIOD: Final = timedelta(days=4)
# A name that so many of the candidates hold says nothing: the town's own.
COMMONPLACE_SHARE: Final = 0.5
FEW: Final = 6


def commonplaces(post: Facts, candidates: Sequence[Facts]) -> frozenset[str]:
    """Names that most candidates in the language of the post hold, folded; none where there are few."""
    fellows = [one for one in candidates if one.language == post.language]
    if len(fellows) < FEW:
        return frozenset()
    counts = Counter(name.casefold() for one in fellows for name in one.names)
    limit = COMMONPLACE_SHARE * len(fellows)
    return frozenset(name for name, count in counts.items() if count > limit)


def reason_for(post: Facts, candidate: Scored, *, ignored: frozenset[str]) -> Reason:
    """The best reason there is. `ignored`: folded names that are commonplace here."""
    other = candidate.facts
    is_near = abs(post.published_at - other.published_at) <= STORY_PERIOD
    if candidate.likeness.is_story and is_near:
        return Reason(ReasonCode.STORY)
    names = [
        name for name in shared_names(post.names, other.names) if name.casefold() not in ignored
    ]
    if names:
        return Reason(ReasonCode.ABOUT, names[0])
    is_readers = candidate.parts.get("readers", 0.0) > 0
    return Reason(ReasonCode.READERS if is_readers else ReasonCode.SUBJECT)
