"""Keyword stuffing: three of ten posts of the pool are 45 words of a real article and a spammer's text.

Counted: places that such posts take in the lists of real articles, and how much of the lists that readers would get
without attack and without defence is still there, so that what a defence takes from honest posts counts against it. Synthetic, as nobody publishes such an attack; the spammers' texts are real.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

import numpy as np

from benchmarks.read_more.reading import Library, library
from benchmarks.read_more.sets import Text
from feed.read_more.encoders.interface import Encoder
from feed.read_more.encoders.scale import closeness
from feed.read_more.engine import Setting, choose, rank
from feed.read_more.facts import Facts, Rules
from feed.read_more.lists import SHOWN
from feed.spam.classifier import Classifier
from feed.spam.seed import SEED
from feed.text.shingles import copied_share, min_hashes

STOLEN_WORDS: Final = 45
SPAM_SHARE: Final = 0.3
MIN_WORDS: Final = 60


def attacked(
    texts: Sequence[Text], spam: Sequence[str], encoder: Encoder, *, rng: Random, most: int
) -> dict[str, Any]:
    """Lists with and without the attack, and with each defence alone."""
    real = [text for text in texts if len(text.body.split()) >= MIN_WORDS][:most]
    count = round(len(real) * SPAM_SHARE / (1 - SPAM_SHARE))
    planted = [_stuffed(rng.choice(real), rng.choice(spam), rng) for _ in range(count)]
    shelf = library([*real, *planted], encoder)
    guarded = _judged(shelf.texts, shelf.facts)
    clean = _lists(shelf, shelf.facts, pool=len(real), queries=len(real))
    found: dict[str, Any] = {"texts": len(shelf.texts), "spam_share": SPAM_SHARE, "engines": {}}
    for name, facts in (
        ("likeness alone", shelf.facts),
        ("classifier", [replace(one, copied_share=None) for one in guarded]),
        ("copied text", [replace(one, spam_probability=None) for one in guarded]),
        ("engine", guarded),
    ):
        lists = _lists(shelf, facts, pool=len(shelf.texts), queries=len(real))
        found["engines"][name] = _figures(lists, clean, real=len(real))
    return found


def _stuffed(victim: Text, spam: str, rng: Random) -> Text:
    words = victim.body.split()
    start = rng.randrange(max(len(words) - STOLEN_WORDS, 1))
    stolen = " ".join(words[start : start + STOLEN_WORDS])
    return Text(victim.title, f"{stolen} {spam}", language=victim.language)


def _judged(texts: Sequence[Text], facts: Sequence[Facts]) -> list[Facts]:
    """With what the spam filter says of each: its probability, and the share that earlier posts had first."""
    classifier = Classifier.from_bytes(SEED.read_bytes())
    seen: set[int] = set()
    found = []
    for text, one in zip(texts, facts, strict=True):
        mine = min_hashes(f"{text.title}\n{text.body}")
        found.append(
            replace(
                one,
                spam_probability=classifier.probability(text.whole),
                copied_share=copied_share(mine, seen),
            )
        )
        seen.update(mine)
    return found


def _lists(
    shelf: Library, facts: Sequence[Facts], *, pool: int, queries: int
) -> dict[int, list[int]]:
    setting = Setting(now=shelf.facts[-1].published_at, closeness=closeness)
    known = {one.pk: one for one in facts[:pool]}
    lists = {}
    for query in range(0, queries, 2):
        products = shelf.vectors[:pool] @ shelf.vectors[query]
        near = np.argsort(-products)[:100]
        candidates = {int(place) + 1: float(products[place]) for place in near if place != query}
        ranking = rank(facts[query], candidates, facts=known, rules=Rules(), setting=setting)
        vectors = {pk: shelf.vectors[pk - 1] for pk in candidates}
        found = choose(ranking, vectors=vectors, setting=setting)
        lists[query] = [one.pk for one in found[:SHOWN]]
    return lists


def _figures(
    lists: dict[int, list[int]], clean: dict[int, list[int]], *, real: int
) -> dict[str, float]:
    slots = sum(map(len, lists.values()))
    spam = sum(pk > real for found in lists.values() for pk in found)
    hit = sum(any(pk > real for pk in found) for found in lists.values())
    wanted = sum(map(len, clean.values()))
    kept = sum(len(set(found) & set(clean[query])) for query, found in lists.items())
    return {
        "spam_slots": round(spam / max(slots, 1), 4),
        "spam_lists": round(hit / len(lists), 4),
        "clean_list_recall": round(kept / max(wanted, 1), 3),
        "mean_length": round(slots / len(lists), 2),
    }
