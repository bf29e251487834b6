"""Building and storing lists, a batch at a time, from features that are there already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import numpy as np

from feed import shown
from feed.models import ReadMoreList
from feed.read_more.candidates import KEY_TERMS, Candidates, candidates_of
from feed.read_more.diversity import CONSIDERED
from feed.read_more.encoders import scale
from feed.read_more.encoding import serving_encoder
from feed.read_more.engine import NAME, Recommendation, Setting, choose, rank
from feed.read_more.facts import Facts
from feed.read_more.likeness import Closeness, Matrix
from feed.read_more.loading import load_facts, load_rules, load_vectors

Lists = dict[int, list[Recommendation]]


def build_lists(pks: Collection[int], *, now: datetime) -> Lists:
    """Make and store the lists of live posts. Runs in the caller's transaction, which holds what it must hold."""
    encoder = serving_encoder()
    rules = load_rules(pks)
    mine = load_facts(pks)
    also = {pk: {*rules[pk].co_read, *rules[pk].pinned} for pk in mine}
    keys = {pk: heaviest(mine[pk]) for pk in mine}
    candidates = candidates_of(keys, also=also, encoder=encoder)
    facts = mine | load_facts(_strangers(candidates, known=mine))
    setting = Setting(now=now, closeness=closeness_of(encoder))
    rankings = {
        pk: rank(mine[pk], candidates[pk], facts=facts, rules=rules[pk], setting=setting)
        for pk in mine
    }
    best = {one.facts.pk for each in rankings.values() for one in each.ranked[:CONSIDERED]}
    vectors = load_vectors(best, encoder=encoder)
    lists = {
        pk: choose(ranking, vectors=vectors, setting=setting) for pk, ranking in rankings.items()
    }
    store(lists, encoder=encoder, now=now)
    return lists


def heaviest(facts: Facts) -> Sequence[int]:
    """The ids of the terms that say most about a post."""
    places = (-facts.term_weights).argsort(kind="stable")[:KEY_TERMS]
    return [int(facts.term_ids[place]) for place in places]


def store(lists: Mapping[int, list[Recommendation]], *, encoder: str, now: datetime) -> None:
    """Replace lists whole; rows are locked in the order of their keys."""
    engine = f"{NAME}, {encoder or 'terms'}"
    rows = [
        ReadMoreList(
            post_id=pk,
            items=[_item(one) for one in found],
            recommended=[one.pk for one in found],
            engine=engine[:40],
            built_at=now,
        )
        for pk, found in sorted(lists.items())
    ]
    ReadMoreList.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["items", "recommended", "engine", "built_at"],
    )
    shown.tell_changed(*lists)


def closeness_of(encoder: str) -> Closeness:
    """The scale of an encoder's products, without loading the encoder."""
    return scale.closeness if encoder == scale.NAME else plain_closeness


def plain_closeness(products: Matrix, *, mine: Sequence[str], others: Sequence[str]) -> Matrix:
    """Of encoders that put all languages on one scale."""
    return np.clip(products, 0, 1)


def _strangers(candidates: Mapping[int, Candidates], *, known: Mapping[int, Facts]) -> set[int]:
    return {pk for found in candidates.values() for pk in found} - known.keys()


def _item(one: Recommendation) -> dict[str, object]:
    return {
        "post": one.pk,
        "score": one.score,
        "reason": one.reason.code,
        "words": one.reason.words,
        "language": one.language,
        "parts": one.parts,
    }
