"""What the engine knows of a post: plain values, loaded by feed.read_more.loading."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]

NOTHING: Ids = np.array([], dtype=np.int32)
NO_WEIGHTS: Weights = np.array([], dtype=np.float32)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One post, whether it asks for recommendations or might be one.

    `term_ids` ascending, `term_weights` beside them, of length 1.
    `domain`: host that it points to, "" for none; `voices`: reactions, comments and bookmarks together.
    `spam_probability`, `copied_share`: 0…1, None where nobody has judged yet.
    """

    pk: int
    author_pk: int
    language: str
    published_at: datetime
    is_live: bool = True
    author_has_standing: bool = True
    is_sensitive: bool = False
    domain: str = ""
    voices: int = 0
    spam_probability: float | None = None
    copied_share: float | None = None
    names: tuple[str, ...] = ()
    term_ids: Ids = field(default_factory=lambda: NOTHING)
    term_weights: Weights = field(default_factory=lambda: NO_WEIGHTS)


@dataclass(frozen=True)
class Rules:
    """What moderators and readers said about one list.

    `pinned`: posts, in the order of their pinning; `excluded_…`: never shown; `objections`: number of members in good
    standing who called a post not relevant here; `co_read`: how strongly the readers of a post are those of this one, 0…1.
    """

    pinned: tuple[int, ...] = ()
    excluded_posts: frozenset[int] = frozenset()
    excluded_authors: frozenset[int] = frozenset()
    excluded_domains: frozenset[str] = frozenset()
    objections: dict[int, int] = field(default_factory=dict)
    co_read: dict[int, float] = field(default_factory=dict)
