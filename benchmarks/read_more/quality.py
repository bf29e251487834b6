"""Engines on judged sets: precision@5, nDCG@5, correlation with people.

Engines: random; recent (newest of the same section, what other systems fall back to); lexical (the engine's words
alone); dense (its vectors alone); engine (its likeness).
"""

from collections.abc import Callable
from random import Random
from typing import Any, Final

import numpy as np

from benchmarks.read_more.reading import Library, library
from benchmarks.read_more.sets import JudgedSet, Matrix, headlines
from feed.read_more.encoders.interface import Encoder
from feed.read_more.encoders.scale import closeness
from feed.read_more.engine import Setting, choose, rank
from feed.read_more.facts import Rules
from feed.read_more.lists import SHOWN

Scores = Callable[[int], Matrix]
DISCOUNTS: Final = 1 / np.log2(np.arange(2, SHOWN + 2))


def judge(judged: JudgedSet, encoder: Encoder, *, rng: Random) -> dict[str, Any]:
    """The figures of each engine on one set."""
    shelf = library(judged.texts, encoder)
    noise = np.random.default_rng(rng.randrange(2**32))
    parts = {query: shelf.likeness(query, closeness) for query in judged.queries}
    engines: dict[str, Scores] = {
        "random": lambda _query: noise.random(len(judged.texts)).astype(np.float32),
        "lexical": lambda query: np.array([one.terms for one in parts[query]]),
        "dense": lambda query: np.array([one.dense for one in parts[query]]),
        "engine": lambda query: np.array([one.value for one in parts[query]]),
    }
    if any(text.section for text in judged.texts):
        engines["recent"] = lambda query: _recency(judged, query)
    found: dict[str, Any] = {name: _figures(judged, scores) for name, scores in engines.items()}
    if judged.human is None:
        found["engine"]["shown"] = _as_shown(judged, shelf)
    return {"texts": len(judged.texts), "queries": len(judged.queries), "engines": found}


def cross_lingual(encoder: Encoder) -> dict[str, Any]:
    """How often the nearest headline in the other language is the translation."""
    english, dutch = headlines()
    shelf = library([*english, *dutch], encoder)
    count = len(english)
    nearest = {"en_to_nl": (range(count), count), "nl_to_en": (range(count, 2 * count), 0)}
    shares = {}
    for name, (queries, start) in nearest.items():
        hits = 0
        for query in queries:
            values = [one.value for one in shelf.likeness(query, closeness)][start : start + count]
            hits += int(np.argmax(values)) == query % count
        shares[name] = round(hits / count, 3)
    return {"headlines": count, "engines": {"engine": shares}}


def _figures(judged: JudgedSet, scores: Scores) -> dict[str, float]:
    precisions, gains, said, felt = [], [], [], []
    for query in judged.queries:
        values, gain = scores(query).copy(), judged.gain(query).copy()
        if judged.human is not None:
            said.append(np.delete(values, query))
            felt.append(np.delete(judged.human[query], query))
        values[query], gain[query] = -np.inf, 0.0
        best = np.argsort(-values, kind="stable")[:SHOWN]
        ideal = np.sort(gain)[::-1][:SHOWN]
        if ideal.sum() > 0:
            precisions.append(float((gain[best] > 0).mean()))
            gains.append(float(gain[best] @ DISCOUNTS / (ideal @ DISCOUNTS)))
    found = {"ndcg_at_5": round(float(np.mean(gains)), 3)}
    if judged.human is None:
        found["precision_at_5"] = round(float(np.mean(precisions)), 3)
    else:
        found["human_r"] = round(
            float(np.corrcoef(np.concatenate(said), np.concatenate(felt))[0, 1]), 3
        )
    return found


def _recency(judged: JudgedSet, query: int) -> Matrix:
    section = judged.texts[query].section
    return np.array(
        [text.moment if text.section == section else -1.0 for text in judged.texts],
        dtype=np.float64,
    ).astype(np.float32)


def _as_shown(judged: JudgedSet, shelf: Library) -> dict[str, float]:
    """Lists as readers get them: above the floor, without copies; so with fewer places than five."""
    setting = Setting(now=shelf.facts[-1].published_at, closeness=closeness)
    facts = {one.pk: one for one in shelf.facts}
    hits, shown, empty = 0, 0, 0
    for query in judged.queries[::4]:
        products = shelf.vectors @ shelf.vectors[query]
        near = np.argsort(-products)[:100]
        candidates = {int(place) + 1: float(products[place]) for place in near if place != query}
        ranking = rank(shelf.facts[query], candidates, facts=facts, rules=Rules(), setting=setting)
        vectors = {pk: shelf.vectors[pk - 1] for pk in candidates}
        found = choose(ranking, vectors=vectors, setting=setting)[:SHOWN]
        gain = judged.gain(query)
        hits += sum(bool(gain[one.pk - 1] > 0) for one in found)
        shown += len(found)
        empty += not found
    asked = len(judged.queries[::4])
    return {
        "relevant_share": round(hits / max(shown, 1), 3),
        "mean_length": round(shown / asked, 2),
        "empty_share": round(empty / asked, 3),
    }
