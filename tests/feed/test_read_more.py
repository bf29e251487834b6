"""The engine of Read More: pure functions on plain values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed.read_more.building import plain_closeness
from feed.read_more.engine import Recommendation, Setting, choose, rank
from feed.read_more.facts import Facts, Rules, Vector
from feed.read_more.gates import OBJECTIONS_LIMIT
from feed.read_more.likeness import ALIKE
from feed.read_more.lists import ReasonCode
from feed.read_more.scoring import TIMELESS, freshness
from feed.read_more.terms import terms_of

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SETTING = Setting(now=NOW, closeness=plain_closeness)
TRAM = "tram line bridge council budget"


def facts(pk: int, words: str, *, days_old: float = 1, **fields: Any) -> Facts:
    terms = terms_of(title="", text=words, language="en")
    known: dict[str, Any] = {
        "author_pk": pk,
        "language": "en",
        "published_at": NOW - timedelta(days=days_old),
        "term_ids": np.array(terms.ids, dtype=np.int32),
        "term_weights": np.array(terms.weights, dtype=np.float32) / 10_000,
    }
    return Facts(pk=pk, **(known | fields))


def recommended(
    post: Facts,
    *others: Facts,
    rules: Rules | None = None,
    products: dict[int, float] | None = None,
    vectors: dict[int, Vector] | None = None,
) -> list[Recommendation]:
    candidates = {other.pk: (products or {}).get(other.pk) for other in others}
    known = {one.pk: one for one in (post, *others)}
    ranking = rank(post, candidates, facts=known, rules=rules or Rules(), setting=SETTING)
    return choose(ranking, vectors=vectors or {}, setting=SETTING)


def pks(found: list[Recommendation]) -> list[int]:
    return [one.pk for one in found]


def test_posts_about_the_same_thing_are_recommended_and_others_are_not() -> None:
    found = recommended(
        facts(1, TRAM), facts(2, "tram line bridge delay"), facts(3, "soup onion kitchen carrot")
    )

    assert pks(found) == [2]
    assert found[0].parts["dense"] == 0


def test_what_the_encoder_finds_close_is_recommended_though_no_word_is_shared() -> None:
    found = recommended(
        facts(1, "tram line"), facts(2, "rail track"), facts(3, "soup"), products={2: 0.8, 3: 0.1}
    )

    assert pks(found) == [2]


def test_what_only_sounds_alike_is_filler_and_stays_out() -> None:
    """Long columns of one town are alike in tone; below a high likeness a pair must share words too."""
    column = facts(2, "soup onion kitchen carrot")

    found = {
        product: pks(recommended(facts(1, TRAM), column, products={2: product}))
        for product in (0.55, 0.7)
    }

    shared = facts(2, "tram line soup onion")
    assert found == {0.55: [], 0.7: [2]}
    assert pks(recommended(facts(1, TRAM), shared, products={2: 0.55})) == [2]


def test_a_shared_name_makes_up_for_some_shared_words() -> None:
    """A cosine of the words of 0.12 is too little alone."""

    def worded(pk: int, words: dict[int, float], name: str = "") -> Facts:
        ids, weights = np.array([*words], np.int32), np.array([*words.values()], np.float32)
        return facts(pk, "", term_ids=ids, term_weights=weights, names=(name,) if name else ())

    post = worded(1, {1: 0.6, 2: 0.8}, "Line 2")

    found = [
        pks(recommended(post, worded(2, {1: 0.2, 3: 0.98}, name), products={2: 0.5}))
        for name in ("", "line 2")
    ]

    assert found == [[], [2]]


def test_one_author_fills_one_place() -> None:
    same = [facts(pk, f"tram line word{pk} more{pk}", author_pk=9) for pk in (2, 3, 4)]

    assert len(recommended(facts(1, TRAM), *same)) == 1


def test_one_site_elsewhere_fills_one_place() -> None:
    same = [facts(pk, f"tram line word{pk} more{pk}", domain="example.org") for pk in (2, 3)]

    assert len(recommended(facts(1, TRAM), *same)) == 1


def test_a_copy_of_the_post_is_not_recommended() -> None:
    assert recommended(facts(1, TRAM), facts(2, TRAM)) == []


def test_of_two_copies_one_is_recommended() -> None:
    twins = [facts(pk, "tram line bridge delay winter") for pk in (2, 3)]

    assert len(recommended(facts(1, TRAM), *twins)) == 1


def test_of_two_equally_like_posts_the_newer_comes_first() -> None:
    old = facts(2, "tram line alpha", days_old=90)
    new = facts(3, "tram line gamma", days_old=1)

    assert pks(recommended(facts(1, TRAM), old, new))[0] == 3


@pytest.mark.parametrize(
    "flaw",
    [
        {"is_live": False},
        {"author_has_standing": False},
        {"spam_probability": 0.95},
        {"copied_share": 0.6},
    ],
    ids=lambda flaw: next(iter(flaw)),
)
def test_a_closed_gate_keeps_the_best_candidate_out(flaw: dict[str, Any]) -> None:
    good, flawed = facts(2, "tram line delay"), facts(3, "tram line bridge", **flaw)

    assert pks(recommended(facts(1, TRAM), good, flawed)) == [2]


def test_suspicion_below_the_limit_costs_rank() -> None:
    suspect, clean = facts(2, "tram line delay", spam_probability=0.7), facts(3, "tram line winter")

    found = recommended(facts(1, TRAM), suspect, clean)

    assert pks(found)[0] == 3


def test_nothing_that_may_be_selling_stands_under_a_sensitive_story() -> None:
    story, advert = (
        facts(1, TRAM, is_sensitive=True),
        facts(2, "tram line delay", spam_probability=0.5),
    )

    assert recommended(story, advert) == []


def test_moderators_exclude_posts_authors_and_sites() -> None:
    others = [facts(pk, f"tram line word{pk}", domain=f"site{pk}.org") for pk in (2, 3, 4, 5)]
    rules = Rules(
        excluded_posts=frozenset({2}),
        excluded_authors=frozenset({3}),
        excluded_domains=frozenset({"site4.org"}),
    )

    assert pks(recommended(facts(1, TRAM), *others, rules=rules)) == [5]


def test_what_a_moderator_pins_comes_first_however_little_it_is_like_the_post() -> None:
    others = [facts(2, "tram line delay"), facts(3, "soup onion kitchen")]

    found = recommended(facts(1, TRAM), *others, rules=Rules(pinned=(3,)))

    assert pks(found) == [3, 2]
    assert found[0].reason.code is ReasonCode.PINNED


def test_a_pinned_post_that_was_hidden_is_not_shown() -> None:
    hidden = facts(3, "soup", is_live=False)

    assert recommended(facts(1, TRAM), hidden, rules=Rules(pinned=(3,))) == []


def test_objections_lower_a_post_and_three_remove_it() -> None:
    others = [facts(2, "tram line delay"), facts(3, "tram line winter")]

    lowered = recommended(facts(1, TRAM), *others, rules=Rules(objections={3: 1}))
    removed = recommended(facts(1, TRAM), *others, rules=Rules(objections={3: OBJECTIONS_LIMIT}))

    assert pks(lowered) == [2, 3]
    assert pks(removed) == [2]


def test_the_reason_names_what_both_posts_are_about() -> None:
    post = facts(1, TRAM, names=("South Korea", "Seoul"))
    other = facts(2, "tram line delay", names=("seoul", "SOUTH KOREA"), days_old=30)

    [found] = recommended(post, other)

    assert found.reason == (ReasonCode.ABOUT, "South Korea")


def test_a_name_that_stands_everywhere_is_no_reason() -> None:
    others = [
        facts(pk, f"tram line word{pk}", names=("Brightsea",), days_old=9) for pk in range(2, 10)
    ]

    found = recommended(facts(1, TRAM, names=("Brightsea",)), *others)

    assert {one.reason.code for one in found} == {ReasonCode.SUBJECT}


def test_a_name_that_all_of_one_language_bear_is_no_reason_among_others_either() -> None:
    dutch = [
        facts(pk, f"tram line word{pk}", names=("Nederlands",), days_old=9, language="nl")
        for pk in range(2, 9)
    ]
    english = [facts(pk, f"soup{pk}") for pk in range(9, 30)]

    found = recommended(facts(1, TRAM, names=("Nederlands",), language="nl"), *dutch, *english)

    assert {one.reason.code for one in found} == {ReasonCode.SUBJECT}


def test_two_posts_of_one_day_that_are_very_alike_are_one_story() -> None:
    [found] = recommended(facts(1, TRAM), facts(2, "tram line bridge", days_old=2))

    assert found.reason.code is ReasonCode.STORY


@pytest.mark.parametrize("product", [float("nan"), float("inf")])
def test_a_product_that_is_no_number_leaves_the_words(product: float) -> None:
    found = recommended(
        facts(1, TRAM),
        facts(2, "tram line delay"),
        facts(3, "soup"),
        products={2: product, 3: product},
    )

    assert pks(found) == [2]


def test_a_post_without_words_gets_no_list() -> None:
    assert recommended(facts(1, ""), facts(2, TRAM), facts(3, "")) == []


words = st.lists(
    st.sampled_from(["tram", "line", "cost", "bridge", "school", "fish"]), min_size=1, max_size=8
)


@given(st.lists(words, min_size=1, max_size=12), st.floats(-1, 1))
def test_a_list_is_short_without_twins_and_above_the_floor(
    texts: list[list[str]], product: float
) -> None:
    others = [facts(pk, " ".join(text)) for pk, text in enumerate(texts, start=2)]

    found = recommended(
        facts(1, "tram cost"), *others, products=dict.fromkeys(range(2, 14), product)
    )

    assert len(found) <= 20
    assert len(set(pks(found))) == len(found)
    assert all(one.score >= round(ALIKE.floor * TIMELESS * 0.9, 4) for one in found)


@given(st.floats(min_value=-10, max_value=5000))
def test_freshness_stays_between_its_bounds(days: float) -> None:
    assert TIMELESS <= freshness(NOW - timedelta(days=days), now=NOW) <= 1
